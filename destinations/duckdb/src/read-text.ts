import type { LoadJob } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';
import { maxRowBytes } from './capabilities.ts';
import { columnType, literal, quote } from './dialect.ts';
import { listOf, type PartReader } from './part-reader.ts';

/** Files with the same columns in the same order: their names and types are given, nothing is guessed. */
export function csvReader(jobs: readonly LoadJob[]): PartReader {
  const options = [
    'auto_detect = false',
    'header = true',
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    "new_line = '\\n'",
    // Only a bare empty field is null: `""` is the empty text.
    "nullstr = ''",
    'allow_quoted_nulls = false',
    // Reading one file from several places at once fails where DuckDB takes a line break in a text for the end of a row.
    'parallel = false',
    `max_line_size = ${maxRowBytes}`,
    `buffer_size = ${maxRowBytes * 2}`,
  ];
  return textReader('read_csv', jobs, options, (name) => `unhex(substr(${name}, 3))`);
}

/** Objects on a line each: of the columns, an object may lack any. */
export function jsonlReader(jobs: readonly LoadJob[]): PartReader {
  const options = ["format = 'newline_delimited'", `maximum_object_size = ${maxRowBytes}`];
  return textReader('read_json', jobs, options, (name) => `from_base64(${name})`);
}

function textReader(
  read: string,
  jobs: readonly LoadJob[],
  options: readonly string[],
  bytesOf: (name: string) => string,
): PartReader {
  const columns = new Map(jobs.flatMap((job) => job.definitions).map((column) => [column.name, column]));
  const types = [...columns.values()].map(
    (column) => `${literal(column.name)}: ${literal(textType(column))}`,
  );
  const all = [`columns = {${types.join(', ')}}`, ...options, 'hive_partitioning = false'];
  return {
    from: `${read}(${listOf(jobs)}, ${all.join(', ')})`,
    held: new Set(columns.keys()),
    value: (name) => (columns.get(name)?.data_type === 'binary' ? bytesOf(quote(name)) : quote(name)),
  };
}

/** Bytes come as text, in a form that DuckDB's own reading of them does not know. */
function textType(column: CompleteColumn): string {
  return column.data_type === 'binary' ? 'VARCHAR' : columnType(column);
}
