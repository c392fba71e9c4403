import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  applyContract,
  type Column,
  canonicalPattern,
  checkContract,
  datasetName,
  defaultSchemaName,
  diffReferences,
  expandContract,
  inherited,
  isPattern,
  isSchemaName,
  matchesPattern,
  mergeColumn,
  mergeColumns,
  mergeTable,
  namingConvention,
  nestedTables,
  newSchema,
  normalizePattern,
  normalizeTable,
  removeColumnDefaults,
  resolveContract,
  rootOf,
  schemaName,
  stagingDatasetName,
  type Table,
} from '../src/index.ts';
import { nodeRuntime as runtime } from './node-runtime.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tables hold cases of every shape
type Case = { in: any; settings: any; out?: any; error?: string; label: string };

function cases(table: string): Case[] {
  const file = new URL(`../../../interop/golden/units/${table}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const parsed = JSON.parse(line);
      const label = `${index + 1} ${JSON.stringify(parsed.in).slice(0, 60)} ${JSON.stringify(parsed.settings ?? {})}`;
      return { settings: {}, ...parsed, label };
    });
}

/** Runs a case: the outcome, or the failure where dlt fails too. */
function judge({ out, error }: Case, run: () => unknown): void {
  if (error === undefined) expect(run()).toEqual(out);
  else expect(run).toThrow();
}

function toTable({ columns = {}, ...table }: { columns?: object }): Table {
  return { ...table, columns: new Map(Object.entries(columns)) } as Table;
}

function toJson(table: Table): object {
  return { ...table, columns: Object.fromEntries(table.columns) };
}

const naming = (settings: { convention?: string; max_length?: number }) =>
  namingConvention(settings.convention ?? 'snake_case', settings.max_length ?? null, runtime);

describe('names', () => {
  test.each(cases('naming'))('naming $label', (row) => {
    const { as = 'identifier' } = row.settings;
    judge(row, () => {
      const convention = naming(row.settings);
      if (as === 'path') return convention.path(row.in);
      if (as === 'tables_path') return convention.tablePath(row.in);
      return as === 'table' ? convention.tableIdentifier(row.in) : convention.identifier(row.in);
    });
  });

  test.each(cases('naming-paths'))('naming-paths $label', (row) => {
    judge(row, () => {
      const convention = naming(row.settings);
      if (row.settings.op === 'make') return convention.makePath(...row.in);
      return row.settings.op === 'break'
        ? convention.breakPath(row.in)
        : convention.shortenFragments(...row.in);
    });
  });

  test.each(cases('naming-facts'))('naming-facts $label', (row) => {
    judge(row, () => {
      const { caseSensitive, separator, id, maxLength } = naming({ convention: row.in });
      return { case_sensitive: caseSensitive, separator, id, max_length: maxLength };
    });
  });

  test.each(cases('schema-name'))('schema-name $label', ({ in: name, out }) => {
    expect(isSchemaName(name)).toBe(out.valid);
    if (out.normalized_error) expect(() => schemaName(name, runtime)).toThrow();
    else expect(schemaName(name, runtime)).toBe(out.normalized);
    if (out.default_error) expect(() => defaultSchemaName(name, runtime)).toThrow();
    else expect(defaultSchemaName(name, runtime)).toBe(out.default_for_pipeline);
  });

  // Where normalizing dataset names is switched off, nothing is asked of us.
  const named = cases('dataset-name').filter(
    (row) => row.settings.enable_dataset_name_normalization !== false,
  );
  test.each(named)('dataset-name $label', (row) => {
    const { settings } = row;
    const own = settings.schema === settings.default_schema_name ? undefined : settings.schema;
    judge(row, () => {
      const convention = naming({ convention: settings.naming });
      const layout = settings.staging_dataset_name_layout;
      const staging = { ...(layout && { layout }), ...(own && { schema: own }) };
      return {
        dataset: datasetName(row.in, convention, own),
        staging: stagingDatasetName(row.in, convention, staging),
      };
    });
  });

  test.each(cases('simple-regex'))('simple-regex $label', ({ in: pattern, settings, out }) => {
    expect(canonicalPattern(pattern)).toBe(out.canonical);
    expect(isPattern(pattern)).toBe(out.valid);
    expect(normalizePattern(pattern, naming({}).path)).toBe(out.snake_case);
    const matches = () => settings.texts.filter((text: string) => matchesPattern(pattern, text));
    if (out.matches_error) expect(matches).toThrow();
    else expect(matches()).toEqual(out.matches);
  });
});

describe('merging', () => {
  test.each(cases('merge-column'))('merge-column $label', (row) => {
    judge(row, () => mergeColumn(row.in.a, row.in.b, !row.settings.merge_defaults));
  });

  test.each(cases('merge-columns'))('merge-columns $label', (row) => {
    const [a, b] = [row.in.a, row.in.b].map((side) => new Map(Object.entries(side) as [string, Column][]));
    const options = { replaceCompound: !row.settings.merge_compound_props };
    judge(row, () => [...mergeColumns(a ?? new Map(), b ?? new Map(), options).values()]);
  });

  test.each(cases('merge-table'))('merge-table $label', (row) => {
    const options = { replaceCompound: !row.settings.merge_compound_props };
    judge(row, () => {
      const merged = mergeTable(toTable(row.in.a), toTable(row.in.b), options);
      expect([...merged.columns.keys()]).toEqual(Object.keys(row.out.columns));
      return toJson(merged);
    });
  });

  test.each(cases('diff-references'))('diff-references $label', (row) => {
    judge(row, () => diffReferences(row.in.a, row.in.b));
  });

  test.each(cases('remove-column-defaults'))('remove-column-defaults $label', (row) => {
    judge(row, () => removeColumnDefaults(row.in));
  });

  test.each(cases('normalize-table'))('normalize-table $label', (row) => {
    judge(row, () => toJson(normalizeTable(toTable(row.in), naming(row.settings))));
  });
});

function schemaWith(tables: { columns?: object }[]) {
  const schema = newSchema('golden');
  for (const table of tables.map(toTable)) schema.tables.set(table.name, table);
  return schema;
}

describe('chains and contracts', () => {
  test.each(cases('schema-chain'))('schema-chain $label', (row) => {
    judge(row, () => {
      const schema = schemaWith(row.in);
      const entries = [...schema.tables.values()]
        .filter((table) => !table.name.startsWith('_dlt'))
        .map((table) => [
          table.name,
          {
            root: rootOf(schema, table).name,
            nested: nestedTables(schema, table.name).map(({ name }) => name),
            write_disposition: inherited(schema, table, 'write_disposition') ?? null,
            file_format: inherited(schema, table, 'file_format') ?? null,
            schema_contract: inherited(schema, table, 'schema_contract') ?? null,
          },
        ]);
      return Object.fromEntries(entries);
    });
  });

  test.each(cases('contract-expand'))('contract-expand $label', (row) => {
    judge(row, () => expandContract(row.in, row.settings.default));
  });

  test.each(cases('contract-resolve'))('contract-resolve $label', (row) => {
    judge(row, () => {
      const schema = schemaWith(row.in.tables);
      if (row.in.schema) schema.settings.schema_contract = row.in.schema;
      return Object.fromEntries(Object.keys(row.out).map((table) => [table, resolveContract(schema, table)]));
    });
  });

  test.each(cases('contract-apply'))('contract-apply $label', (row) => {
    const { existing, partial } = row.in;
    judge(row, () => {
      const schema = schemaWith(existing ? [existing] : []);
      const contract = expandContract(row.settings.contract);
      if (row.settings.raise_on_freeze === false) {
        const { partial: rest, breaches } = checkContract(schema, contract, toTable(partial));
        const filters = breaches.map(({ entity, name, mode }) => [
          entity === 'tables' ? entity : 'columns',
          name,
          mode,
        ]);
        return { partial: rest && toJson(rest), filters };
      }
      const applied = applyContract(schema, contract, toTable(partial));
      return {
        partial: applied.partial && toJson(applied.partial),
        filters: applied.filters.map(({ entity, name, mode }) => [entity, name, mode]),
      };
    });
  });
});
