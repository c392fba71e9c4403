import { describe, expect, test } from 'vitest';
import { newSchema } from '../document/new-schema.ts';
import { newTable } from '../document/new-table.ts';
import { propagation } from '../document/propagation.ts';
import { updateTable } from '../document/update-table.ts';
import { namingConvention } from '../naming/naming.ts';
import { portableRuntime } from '../runtime/portable.ts';
import { checkSchemaOptions } from './check-schema-options.ts';
import { applySchemaOptions, detectionsOf, type SchemaOptions } from './schema-options.ts';

const naming = namingConvention('snake_case', null, portableRuntime);

function applied(options: SchemaOptions, schema = newSchema('test')) {
  applySchemaOptions(schema, options, naming);
  return schema;
}

describe('what is said of a whole schema', () => {
  test('is written with normalized names, expressions stay as they are', () => {
    const { settings, normalizers } = applied({
      maxNesting: 2,
      rootKey: true,
      schemaContract: { columns: 'freeze' },
      settings: {
        detections: ['iso_date'],
        preferredTypes: {
          createdAt: 'timestamp',
          address__zipCode: 'text',
          're:^createdAt$': 'date',
          're:At$': 'time',
        },
        defaultHints: { notNull: ['userId'], sort: ['re:_ts$'], hardDelete: ['isGone'] },
        propagation: { root: { createdAt: 'rootAt' }, tables: { 'All Users__kids': { n: 'kidN' } } },
      },
    });
    expect(settings).toMatchObject({
      detections: ['iso_date'],
      preferred_types: {
        created_at: 'timestamp',
        address__zip_code: 'text',
        're:^created_at$': 'date',
        're:At$': 'time',
      },
      schema_contract: { columns: 'freeze' },
    });
    expect(settings.default_hints).toMatchObject({
      not_null: expect.arrayContaining(['_dlt_id', 'user_id']),
      sort: ['re:_ts$'],
      hard_delete: ['is_gone'],
    });
    expect(normalizers.json.config).toEqual({
      max_nesting: 2,
      root_key_propagation: true,
      propagation: {
        root: { created_at: 'root_at' },
        tables: { all_users__kids: { n: 'kid_n' } },
      },
    });
  });

  test('joins what is there: a pattern counts once, in either spelling', () => {
    const schema = applied({
      settings: { preferredTypes: { a: 'text' }, defaultHints: { sort: ['a'] } },
    });
    applied(
      {
        settings: {
          preferredTypes: { 're:^a$': 'json', b: 'date' },
          defaultHints: { sort: ['re:^a$', 'b'] },
        },
      },
      schema,
    );
    expect(schema.settings.preferred_types).toEqual({ a: 'json', b: 'date' });
    expect(schema.settings.default_hints?.sort).toEqual(['a', 'b']);
  });

  test('is all there is where nobody else has a say; tables that merge go on handing down their ids', () => {
    const schema = newSchema('test');
    const merging = newTable('t', { write_disposition: 'merge' });
    updateTable(schema, merging, { mergeStrategies: ['delete-insert'] });
    applied(
      {
        maxNesting: 1,
        schemaContract: 'freeze',
        settings: { detections: [], preferredTypes: { a: 'text' } },
      },
      schema,
    );
    applySchemaOptions(schema, { rootKey: false }, naming, {
      isOwner: true,
      mergeStrategies: ['delete-insert'],
    });
    expect(schema.settings).toEqual(newSchema('test').settings);
    expect(schema.normalizers.json.config).toEqual({ root_key_propagation: false });
    applySchemaOptions(schema, {}, naming, { isOwner: true, mergeStrategies: ['delete-insert'] });
    expect(propagation(schema)).toEqual({ root: {}, tables: { t: { _dlt_id: '_dlt_root_id' } } });
    applySchemaOptions(schema, {}, naming, { isOwner: true, mergeStrategies: ['scd2'] });
    expect(schema.normalizers.json).not.toHaveProperty('config');
  });
});

test.each([
  [['iso_date'], undefined, ['iso_date']],
  [['iso_date'], ['timestamp'], ['iso_date']],
  [[], ['timestamp'], ['timestamp']],
  [undefined, ['timestamp'], ['timestamp']],
  [[], undefined, []],
])('detections %j, with those of old normalizers %j: %j', (own, old, expected) => {
  const schema = newSchema('test');
  schema.settings = own ? { detections: own } : {};
  if (old) schema.normalizers.detections = old;
  expect(detectionsOf(schema)).toEqual(expected);
});

describe('options are checked when they are given', () => {
  test.each<[options: unknown, code: string, remedy: RegExp]>([
    [null, 'HINT_INVALID', /an object/],
    [{ maxnesting: 1 }, 'HINT_UNKNOWN', /"maxNesting"/],
    [{ maxNesting: 1.5 }, 'HINT_INVALID', /whole number/],
    [{ rootKey: 1 }, 'HINT_INVALID', /true or false/],
    [{ schemaContract: { rows: 'freeze' } }, 'HINT_INVALID', /evolve/],
    [{ settings: [] }, 'HINT_INVALID', /an object/],
    [{ settings: { detection: [] } }, 'HINT_UNKNOWN', /"detections"/],
    [{ settings: { detections: ['iso'] } }, 'DETECTION_UNKNOWN', /iso_timestamp/],
    [{ settings: { detections: 'iso_date' } }, 'HINT_INVALID', /a list/],
    [{ settings: { preferredTypes: { a: 'string' } } }, 'DATA_TYPE_UNKNOWN', /text/],
    [{ settings: { preferredTypes: { 're:(': 'text' } } }, 'PATTERN_INVALID', /compiles/],
    [{ settings: { defaultHints: { not_null: ['a'] } } }, 'HINT_UNKNOWN', /"notNull"/],
    [{ settings: { defaultHints: { dedupSort: ['a'] } } }, 'HINT_UNKNOWN', /hardDelete/],
    [{ settings: { defaultHints: { sort: 'a' } } }, 'HINT_INVALID', /a list/],
    [{ settings: { defaultHints: { sort: ['^a'] } } }, 'PATTERN_INVALID', /re:/],
    [{ settings: { propagation: { root: { a: '' } } } }, 'HINT_INVALID', /column name/],
    [{ settings: { propagation: { table: {} } } }, 'HINT_UNKNOWN', /"tables"/],
    [{ settings: { propagation: { tables: { t: { a: 1 } } } } }, 'HINT_INVALID', /column name/],
  ])('%j: %s', (options, code, remedy) => {
    expect(() => checkSchemaOptions(options, { source: 's' })).toThrow(
      expect.objectContaining({ code, remedy: expect.stringMatching(remedy) }),
    );
  });

  test('what is undefined was not said', () => {
    const options = { maxNesting: undefined, settings: { detections: undefined, propagation: {} } };
    expect(() => checkSchemaOptions(options, {})).not.toThrow();
  });
});
