import { SluiceError } from '../errors.ts';
import { normalizePattern } from '../hints/pattern.ts';
import { type Convention, conventionOf } from '../naming/conventions.ts';
import type { Naming } from '../naming/naming.ts';
import { dataTables } from './chain.ts';
import { cloneSchema } from './copy.ts';
import { normalizeTable } from './normalize-table.ts';
import { propagation } from './propagation.ts';
import type { Schema, Table } from './schema.ts';
import { systemNames, tableName } from './system-tables.ts';

/** What `changeNaming` may do. */
export interface ChangeNamingOptions {
  /**
   * Whether names of tables that hold data may change: under their new names they begin empty, and the old ones stay
   * as they are. Default: what the schema's normalizers say, else false.
   */
  readonly allowIdentifierChange?: boolean;
}

/**
 * The schema under another naming convention: tables, columns, references, hints and settings with the names that it
 * gives. A convention that the schema has already gives the schema itself.
 *
 * Once a table holds data, names are fixed, even where the convention would not change those that are there: it would
 * change what the next record brings.
 *
 * @throws IDENTIFIERS_FROZEN naming the first name that would change, IDENTIFIERS_MERGED where two tables would get one
 * name
 */
export function changeNaming(schema: Schema, naming: Naming, options: ChangeNamingOptions = {}): Schema {
  const before = conventionOf(schema.normalizers.names);
  const after = conventionOf(naming.name);
  if (before.name === after.name) return schema;
  const { allow_identifier_change_on_table_with_data: isAllowedBySchema } = schema.normalizers;
  const rename = renamer(before, after, naming);
  if (!(options.allowIdentifierChange ?? isAllowedBySchema)) refuseSeenData(schema, naming, rename);
  const changed = cloneSchema(schema);
  changed.tables = renameTables(schema, rename);
  changed.normalizers.names = naming.name;
  renameSettings(changed, naming);
  renamePropagation(changed, naming);
  return changed;
}

type Rename = (table: Table) => Table;

/** System tables are known by their raw names: what one convention has cut off, no other brings back. */
function renamer(before: Convention, after: Convention, naming: Naming): Rename {
  const { version, loads, state } = systemNames;
  const names = new Map(
    [version, loads, state].map((raw) => [tableName(before, raw), tableName(after, raw)]),
  );
  return (table) => {
    const renamed = normalizeTable(table, naming);
    return { ...renamed, name: names.get(table.name) ?? renamed.name };
  };
}

function refuseSeenData(schema: Schema, naming: Naming, rename: Rename): void {
  const tables = dataTables(schema, { seenData: true });
  const [first] = tables;
  if (!first) return;
  const { names } = schema.normalizers;
  const [change] = tables.flatMap((table) => changedNames(table, rename(table).name, naming));
  const what = change
    ? `${change.column === undefined ? 'The table' : 'The column'} would be ${JSON.stringify(change.to)} under ${naming.name}`
    : `The naming convention cannot become ${naming.name}`;
  throw new SluiceError('IDENTIFIERS_FROZEN', `${what}, and tables hold data under ${names}`, {
    place: {
      schema: schema.name,
      table: change?.table ?? first.name,
      ...(change?.column !== undefined && { column: change.column }),
    },
    remedy: `Keep ${names}, load into a new dataset, or allow identifiers to change: tables begin anew under other names then`,
  });
}

interface NameChange {
  readonly table: string;
  /** Absent where the table itself gets another name. */
  readonly column?: string;
  readonly to: string;
}

function changedNames(table: Table, name: string, naming: Naming): NameChange[] {
  const columns = [...table.columns.keys()].map((column) => ({
    table: table.name,
    column,
    to: naming.path(column),
  }));
  return [
    ...(name === table.name ? [] : [{ table: table.name, to: name }]),
    ...columns.filter(({ column, to }) => column !== to),
  ];
}

function renameTables(schema: Schema, rename: Rename): Map<string, Table> {
  const renamed = new Map<string, Table>();
  const origins = new Map<string, string>();
  for (const table of schema.tables.values()) {
    const after = rename(table);
    const rival = origins.get(after.name);
    if (rival !== undefined)
      throw new SluiceError(
        'IDENTIFIERS_MERGED',
        `The tables ${JSON.stringify(rival)} and ${JSON.stringify(table.name)} would both be ${JSON.stringify(after.name)}`,
        {
          place: { schema: schema.name, table: table.name },
          remedy: 'Keep the naming convention, or drop one of the tables first',
        },
      );
    origins.set(after.name, table.name);
    renamed.set(after.name, after);
  }
  return renamed;
}

function renameSettings({ settings }: Schema, naming: Naming): void {
  const pattern = (raw: string) => normalizePattern(raw, naming.path);
  if (settings.default_hints)
    settings.default_hints = Object.fromEntries(
      Object.entries(settings.default_hints).map(([hint, patterns]) => [hint, patterns.map(pattern)]),
    );
  if (settings.preferred_types)
    settings.preferred_types = Object.fromEntries(
      Object.entries(settings.preferred_types).map(([raw, type]) => [pattern(raw), type]),
    );
}

/** The tables that values are handed down from keep their rules under their new names. */
function renamePropagation(schema: Schema, naming: Naming): void {
  const { config } = schema.normalizers.json;
  if (!config?.propagation) return;
  const { root, tables } = propagation(schema);
  const handover = (columns: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(columns).map(([from, as]) => [naming.path(from), naming.path(as)]));
  config.propagation = {
    ...config.propagation,
    ...(config.propagation.root && { root: handover(root) }),
    ...(config.propagation.tables && {
      tables: Object.fromEntries(
        Object.entries(tables).map(([table, columns]) => [naming.tablePath(table), handover(columns)]),
      ),
    }),
  };
}
