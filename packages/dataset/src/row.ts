import type { QueryColumn, QueryResult, QueryValue } from '@sluice/load';

/**
 * A value of a row. As it comes from the destination (see `QueryValue`: integers beyond 2^53 as `bigint`, decimals
 * and timestamps as text, bytes as `Uint8Array`), with JSON columns parsed.
 */
export type RowValue = QueryValue;

/** A row whose columns nobody knows at compile time. */
export type AnyRow = Record<string, RowValue>;

/** The rows of a result as objects. Of two columns of one name the last counts. */
export function toRows({ columns, rows }: QueryResult): AnyRow[] {
  const readers = columns.map(readerOf);
  // Assigning `__proto__` would set the prototype; as a column it is an ordinary one.
  const isPlain = columns.every((column) => column.name !== '__proto__');
  return rows.map((values) => {
    if (!isPlain) {
      return Object.fromEntries(
        columns.map((column, i) => [column.name, readers[i]?.(values[i] ?? null) ?? null]),
      );
    }
    const row: AnyRow = {};
    for (const [i, column] of columns.entries()) row[column.name] = readers[i]?.(values[i] ?? null) ?? null;
    return row;
  });
}

function readerOf(column: QueryColumn): (value: QueryValue) => RowValue {
  if (column.dataType !== 'json') return (value) => value;
  return (value) => (typeof value === 'string' ? parseJson(value) : value);
}

/** Parses JSON without rounding integers beyond 2^53: they become `bigint`. */
function parseJson(text: string): RowValue {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value, context?: { readonly source?: string }) => {
    const isInteger =
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '');
    return isInteger ? BigInt(context?.source ?? '') : value;
  });
}
