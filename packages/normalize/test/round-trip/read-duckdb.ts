import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { Decimal, double, PlainDate, PlainTime, Timestamp, type Value } from '@sluice/schema';

/** The rows of a query, in its order, each with the columns that have a value. */
export async function readRows(connection: DuckDBConnection, query: string): Promise<Map<string, Value>[]> {
  const reader = await connection.runAndReadAll(query);
  const names = reader.columnNames();
  return reader
    .getRows()
    .map(
      (row) =>
        new Map(
          row.flatMap((cell, index) => (cell === null ? [] : [[names[index] ?? '', toValue(cell)] as const])),
        ),
    );
}

function toValue(cell: DuckDBValue): Value {
  if (typeof cell === 'number') return double(cell);
  if (cell instanceof DuckDBBlobValue) return new Uint8Array(cell.bytes);
  if (cell instanceof DuckDBDateValue) return new PlainDate(cell.days);
  if (cell instanceof DuckDBDecimalValue) return new Decimal(cell.toString());
  if (cell instanceof DuckDBTimestampTZValue) return new Timestamp(cell.micros, 0);
  if (cell instanceof DuckDBTimestampValue) return new Timestamp(cell.micros, null);
  if (cell instanceof DuckDBTimeValue) return new PlainTime(Number(cell.micros));
  return cell as Value;
}
