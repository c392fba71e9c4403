import {
  applyContract,
  checkContract,
  expandContract,
  inherited,
  nestedTables,
  resolveContract,
  rootOf,
  type SchemaContract,
  tableOf,
} from '@sluice/schema';
import { at, listOf, textAt } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { plain, schemaWith, toTable } from './documents.ts';
import { encodeValue } from './values.ts';

const expand: UnitAdapter = (input, settings) => {
  const rest = at(settings, 'default');
  return encodeValue(expandContract(plain(input), rest === undefined ? undefined : plain(rest)));
};

const resolve: UnitAdapter = (input) => {
  const schema = schemaWith(listOf(at(input, 'tables')));
  const contract = at(input, 'schema') ?? null;
  if (contract !== null) schema.settings.schema_contract = plain<SchemaContract>(contract);
  const tables = [...listOf(at(input, 'tables')).map((table) => textAt(table, 'name')), '_dlt_loads'];
  return encodeValue(new Map(tables.map((table) => [table, resolveContract(schema, table)])));
};

const apply: UnitAdapter = (input, settings) => {
  const existing = at(input, 'existing') ?? null;
  const schema = schemaWith(existing === null ? [] : [existing]);
  const contract = expandContract(plain<SchemaContract>(at(settings, 'contract')));
  const update = toTable(at(input, 'partial') ?? null);
  if (at(settings, 'raise_on_freeze') === false) {
    const { partial, breaches } = checkContract(schema, contract, update);
    const entityOf = (entity: string): string => (entity === 'tables' ? entity : 'columns');
    return encodeValue({
      partial,
      filters: breaches.map(({ entity, name, mode }) => [entityOf(entity), name, mode]),
    });
  }
  const { partial, filters } = applyContract(schema, contract, update);
  return encodeValue({ partial, filters: filters.map(({ entity, name, mode }) => [entity, name, mode]) });
};

const chain: UnitAdapter = (input) => {
  const schema = schemaWith(listOf(input));
  return encodeValue(
    new Map(
      listOf(input).map((given) => {
        const table = tableOf(schema, textAt(given, 'name'));
        return [
          table.name,
          {
            root: rootOf(schema, table).name,
            nested: nestedTables(schema, table.name).map(({ name }) => name),
            write_disposition: inherited(schema, table, 'write_disposition') ?? null,
            file_format: inherited(schema, table, 'file_format') ?? null,
            schema_contract: inherited(schema, table, 'schema_contract') ?? null,
          },
        ];
      }),
    ),
  );
};

export const contractAdapters: Readonly<Record<string, UnitAdapter>> = {
  'contract-expand': expand,
  'contract-resolve': resolve,
  'contract-apply': apply,
  'schema-chain': chain,
};
