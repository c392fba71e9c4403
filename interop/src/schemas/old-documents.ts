/** Documents of every engine before today's, with what only some of their time had in them. */
export function oldDocuments(): object[] {
  return [...ofFirstEngines(), ...laterEngines.flatMap(ofEngine)];
}

const column = (name: string, rest: object = {}) => ({ name, data_type: 'text', ...rest });

function ofFirstEngines(): object[] {
  const tables = {
    a: { id: column('id', { data_type: 'bigint', nullable: false }) },
    a___b: { v: column('v') },
    a__b: { v: column('v') },
    a__x__y: { v: column('v') },
    a__b__c__d: { v: column('v') },
    __odd: { v: column('v') },
    _dlt_pipeline_state: { v: column('v') },
    _dlt_loads: {},
    _dlt_version: {},
  };
  const base = { version: 3, version_hash: '', name: 'old', tables };
  const filters = { includes: ['^a__x', '^gone__b__c', '^nosep'], excludes: ['^a__y__z', 'a__q'] };
  const hints = { hints: { not_null: ['^id$'] }, preferred_types: { '^v$': 'complex' } };
  return [
    { ...base, ...filters, engine_version: 1 },
    { ...base, ...hints, engine_version: 1 },
    { ...base, ...filters, engine_version: 2 },
    { ...base, ...hints, tables: { ...tables, a_: {} }, engine_version: 2 },
  ];
}

const laterEngines = [3, 4, 5, 6, 7, 8, 9, 10, 11];

function ofEngine(engine: number): object[] {
  const seen = (rest: object) => ({ 'x-normalizer': { 'seen-null-first': true, ...rest } });
  const columns = {
    id: column('id', engine < 10 ? { data_type: 'complex' } : {}),
    _dlt_id: column('_dlt_id'),
    n: { name: 'n', ...seen({}) },
    m: column('m', seen({})),
    o: column('o', seen({ k: 1 })),
    p: { name: 'p', 'x-normalizer': { 'seen-null-first': false } },
    q: { name: 'q', data_type: null, ...seen({}) },
  };
  const nested = {
    _dlt_parent_id: column('_dlt_parent_id', engine < 10 ? { foreign_key: true } : {}),
    _dlt_id: column('_dlt_id', { unique: true, ...(engine < 10 && { foreign_key: false }) }),
    _dlt_root_id: column('_dlt_root_id', { root_key: true }),
  };
  const document = {
    engine_version: engine,
    version: 3,
    name: 'old',
    ...(engine > 3 && { version_hash: 'of an earlier time' }),
    ...(engine > 7 && { previous_hashes: ['y'] }),
    tables: {
      a: { name: 'a', columns, ...(engine < 7 && { table_sealed: true }) },
      a__b: { name: 'a__b', parent: 'a', columns: nested, 'x-normalizer': { first: 1 } },
      c: { name: 'c', columns: { _dlt_parent_id: column('_dlt_parent_id') } },
      _dlt_loads: { name: '_dlt_loads', columns: {} },
      _dlt_version: { name: '_dlt_version', columns: {} },
    },
    settings: {
      default_hints: {
        not_null: ['re:^_dlt_id$'],
        ...(engine < 10 && { foreign_key: ['re:^_dlt_parent_id$'] }),
      },
      preferred_types: { 're:^x$': engine < 10 ? 'complex' : 'json' },
      ...(engine < 7 && { schema_sealed: true }),
    },
    normalizers: {
      names: 'dlt.common.normalizers.names.snake_case',
      json: {
        module: 'dlt.common.normalizers.json.relational',
        config: {
          ...(engine < 10 && { generate_dlt_id: true }),
          propagation: { root: { _dlt_id: '_dlt_root_id' } },
        },
      },
    },
  };
  return [document, { ...document, settings: {} }, { ...document, settings: { default_hints: {} } }];
}
