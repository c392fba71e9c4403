import { SluiceError } from '../errors.ts';
import type { Naming } from '../naming/naming.ts';
import { strip } from '../naming/strip.ts';
import { type MergedColumns, normalizeColumns } from './normalize-table.ts';
import type { Schema, Table } from './schema.ts';

/** The names that tables and columns get in a schema: the same for what hints define and for what data brings. */
export interface TableNames {
  /** A root table. */
  root(raw: string): string;
  /** A table of which the whole name is given, that of a nested one too. */
  table(raw: string): string;
  /** The table of the lists at a path of keys in the rows of a root table. */
  nested(root: string, path: readonly string[]): string;
  /** The column of the values at a path of keys in a row. */
  column(path: readonly string[]): string;
  /** The table with its columns and references under their names. Its own name stays. */
  columnsOf(table: Table): Table;
}

/**
 * The names that a schema gives.
 *
 * @param schema decides whether separators in names are kept as such (the default) or squeezed.
 * @param onWarning takes, once for each of them, columns that hints define under two names and the convention gives
 * one: `IDENTIFIERS_MERGED`. Such columns are one column with the properties of both.
 */
export function tableNames(
  schema: Schema,
  naming: Naming,
  onWarning?: (warning: SluiceError) => void,
): TableNames {
  const onMerged = onWarning && mergeWarnings(schema, naming, onWarning);
  const root = keepsSeparators(schema) ? naming.tablePath : naming.tableIdentifier;
  return {
    root,
    table: naming.tablePath,
    nested: (raw, path) =>
      naming.shortenFragments(root(raw), ...path.map((key) => tablePiece(key, naming, schema))),
    column: (path) => naming.shortenFragments(...path.map((key) => columnPiece(key, naming, schema))),
    columnsOf: (table) => normalizeColumns(table, naming, onMerged),
  };
}

function mergeWarnings(schema: Schema, naming: Naming, onWarning: (warning: SluiceError) => void) {
  const known = new Set<string>();
  return ({ table, name, raw }: MergedColumns): void => {
    const names = raw.map((one) => JSON.stringify(one)).join(' and ');
    const key = JSON.stringify([table, names]);
    if (known.has(key)) return;
    known.add(key);
    onWarning(
      new SluiceError(
        'IDENTIFIERS_MERGED',
        `The columns ${names} are both ${JSON.stringify(name)} under ${naming.name}`,
        {
          place: { schema: schema.name, table, column: name },
          remedy: 'Give the column one name in the hints: now it has the properties of both',
        },
      ),
    );
  };
}

/** What a key of a record adds to the name of a column. A key of nothing but blanks or separators counts, too. */
export function columnPiece(key: string, naming: Naming, schema: Schema): string {
  return orEmpty(key, keepsSeparators(schema) ? naming.path : naming.identifier);
}

/** What a key of a record adds to the name of a nested table. */
export function tablePiece(key: string, naming: Naming, schema: Schema): string {
  return orEmpty(key, keepsSeparators(schema) ? naming.tablePath : naming.tableIdentifier);
}

function orEmpty(key: string, normalize: (text: string) => string): string {
  return (strip(key) === '' ? '' : normalize(key)) || '_empty';
}

function keepsSeparators(schema: Schema): boolean {
  return schema.normalizers.use_break_path_on_normalize ?? true;
}
