import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentOf } from '../src/document/document.ts';
import { hydrate, readSchema } from '../src/document/parse.ts';
import { parseSchemaFile, stringifySchemaFile, validateSchema } from '../src/files/index.ts';
import {
  applyContract,
  bumpSchema,
  type Column,
  canonicalPattern,
  checkContract,
  datasetName,
  defaultSchemaName,
  diffReferences,
  encodeJson,
  expandContract,
  inferColumn,
  inferType,
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
  parseSchema,
  portableRuntime,
  removeColumnDefaults,
  resolveContract,
  rootOf,
  type Schema,
  schemaEngineVersion,
  schemaHash,
  schemaName,
  stagingDatasetName,
  stringifySchema,
  type Table,
  withoutProcessingHints,
} from '../src/index.ts';
import { cases, judge } from './golden-cases.ts';
import { nodeRuntime as runtime } from './node-runtime.ts';

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

describe('documents', () => {
  const contentOf = (schema: Schema) => JSON.parse(encodeJson(documentOf(schema)));

  test.each(cases('schema-hash'))('schema-hash $label', (row) => {
    judge(row, () => {
      // One document is of an earlier engine and is hashed as it is.
      const schema = readSchema({ ...row.in, engine_version: schemaEngineVersion });
      schema.engine_version = row.in.engine_version;
      return schemaHash(row.settings.hydrate === false ? schema : hydrate(schema), runtime);
    });
  });

  test.each(cases('schema-bump'))('schema-bump $label', (row) => {
    judge(row, () => {
      const schema = readSchema(row.in);
      bumpSchema(schema, runtime);
      const { version, version_hash, previous_hashes } = schema;
      return { version, version_hash, previous_hashes };
    });
  });

  test.each(cases('schema-new'))('schema-new $label', (row) => {
    judge(row, () => {
      const { detections, preferred_types: preferredTypes, default_hints: defaultHints } = row.settings;
      const options = Object.entries({ detections, preferredTypes, defaultHints });
      const schema = newSchema(row.in, Object.fromEntries(options.filter(([, value]) => value)));
      bumpSchema(schema, runtime);
      expect(stringifySchema(schema)).toBe(JSON.stringify(row.out.document));
      return { document: contentOf(schema), version_hash: schema.version_hash };
    });
  });

  test.each(cases('schema-normal'))('schema-normal $label', (row) => {
    const stored = parseSchema(JSON.stringify(row.in));
    const schema = row.settings.remove_processing_hints ? withoutProcessingHints(stored) : stored;
    bumpSchema(schema, runtime);
    expect(contentOf(schema)).toEqual(row.out.document);
    expect(schema.version_hash).toBe(row.out.version_hash);
    expect(stringifySchema(parseSchema(stringifySchema(schema)))).toBe(stringifySchema(schema));
    expect(stringifySchemaFile(schema, 'yaml')).toBe(row.out.yaml);
    expect(stringifySchemaFile(schema, 'json')).toBe(JSON.stringify(row.out.stripped, null, 2));
    for (const [text, format] of [
      [row.out.yaml, 'yaml'],
      [JSON.stringify(row.out.stripped), 'json'],
    ])
      expect(schemaHash(parseSchemaFile(text, format), runtime)).toBe(row.out.version_hash);
  });

  test.each(cases('schema-migrate'))('schema-migrate $label', (row) => {
    judge(row, () => {
      const document = contentOf(readSchema(row.in));
      return { document, hydrated_hash: schemaHash(hydrate(readSchema(row.in)), runtime) };
    });
  });
});

/** The schemas that dlt stored in the cases: a few hundred whole documents. */
function storedSchemas(): { label: string; hash: string; document: object }[] {
  const folder = new URL('../../../interop/golden/cases/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.expected.json'))
    .flatMap((file) => {
      const { schemas } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      return Object.entries(schemas as Record<string, object>).map(([hash, document]) => ({
        label: `${file.replace('.expected.json', '')} ${hash}`,
        hash,
        document,
      }));
    });
}

test.each(storedSchemas())('schema of $label', ({ hash, document }) => {
  const schema = parseSchema(JSON.stringify(document));
  expect(schemaHash(schema, runtime)).toBe(hash);
  expect(schemaHash(parseSchema(stringifySchema(schema)), portableRuntime)).toBe(hash);
});

describe('columns from data', () => {
  test.each(cases('infer-column').filter((row) => row.in.value !== null))('infer-column $label', (row) => {
    const { schema: own = {}, is_variant: variant = false, data_type } = row.settings;
    const schema = newSchema('golden', {
      ...(own.detections && { detections: own.detections }),
      ...(own.preferred_types && { preferredTypes: own.preferred_types }),
      ...(own.default_hints && { defaultHints: own.default_hints }),
    });
    const type = data_type ?? inferType(row.in.value, schema.settings.detections ?? []);
    const column = inferColumn(schema, row.in.name, type, { variant });
    expect(Object.entries(column)).toEqual(Object.entries(row.out));
  });
});

describe('documents written by hand', () => {
  test.each(cases('schema-validate'))('schema-validate $label', (row) => {
    judge(row, () => {
      validateSchema(row.in);
      return 'valid';
    });
  });
});
