import { type ColumnVector, type ContractFilter, SluiceError } from '@sluice/schema';
import { type ArrowBatch, type ArrowTable, arrowBatches, isPresent } from '@sluice/schema/arrow';
import type { Normalization } from '../normalization.ts';
import type { TableWriter } from '../table-writer.ts';
import { relieveMemory } from '../write-row.ts';
import type { ColumnDefinitions } from './candidate-columns.ts';
import { convertColumn, nullVector } from './convert-column.ts';
import { type Cut, cutBatch } from './cut-batch.ts';
import { gather } from './gather.ts';
import { type ArrowPlan, planColumns } from './plan-columns.ts';
import { loadIdVector, rowIdVector } from './system-columns.ts';

/**
 * Writes the rows of an Arrow table to a root table. Large batches are handed out as they lie in memory, small ones
 * are collected first, with rows of records where there are any.
 *
 * @param hints of the table's columns, by normalized name: they win over what the data says
 * @throws the codes of `planColumns` and `convertColumn`; ARROW_COLUMNS_MISSING for rows of which no field has a type,
 * in a table that has no column.
 */
export function writeArrow(
  run: Normalization,
  table: string,
  data: ArrowTable,
  hints: ColumnDefinitions,
): void {
  const plan = planColumns(run, table, data, hints);
  const { keptOut } = plan.writer;
  if (keptOut) {
    leaveOut(run, plan.writer, keptOut, data.numRows);
    return;
  }
  const { maxBatchRows: maxRows, maxBufferBytes: maxBytes } = run;
  for (const batch of arrowBatches(data))
    for (const cut of cutBatch(batch.data.children, batch.numRows, { maxRows, maxBytes }))
      writeCut(run, plan, batch, cut);
}

function writeCut(run: Normalization, plan: ArrowPlan, batch: ArrowBatch, cut: Cut): void {
  const { writer, loadId, rowId } = plan;
  const { start, bytes } = cut;
  const kept = applyFilters(run, plan, batch, cut);
  const rows = kept?.length ?? cut.rows;
  if (rows === 0) return;
  const vectors = plan.columns.flatMap(({ index, target }) => {
    const array = batch.data.children[index];
    if (!array) return [];
    const vector = convertColumn(run, writer.name, { array, start, rows: cut.rows }, target);
    return [kept ? gather(vector, kept) : vector];
  });
  if (loadId) vectors.push(loadIdVector(run, loadId.column.name, rows));
  if (rowId) vectors.push(rowIdVector(run, rowId.column.name, rows));
  if (vectors.length === 0) vectors.push(emptyRows(writer, rows));
  const isLarge = rows * 2 >= run.maxBatchRows || bytes * 2 >= run.maxBufferBytes;
  if (isLarge) writer.handOut(rows, vectors);
  else writer.append(rows, vectors);
  if (run.meter.used > run.maxBufferBytes) relieveMemory(run);
}

/** The rows of a cut that no contract keeps out, counted from its start; null for all. */
function applyFilters(
  run: Normalization,
  { writer, discarded }: ArrowPlan,
  { data }: ArrowBatch,
  { start, rows }: Cut,
): Int32Array | null {
  let kept: Int32Array | null = null;
  for (const { index, filter } of discarded) {
    const array = data.children[index];
    if (!array) continue;
    const candidates: Int32Array = kept ?? Int32Array.from({ length: rows }, (_, row) => row);
    const without = candidates.filter((row) => !isPresent(array, start + row));
    leaveOut(run, writer, filter, candidates.length - without.length);
    if (filter.mode === 'discard_row' && without.length < candidates.length) kept = without;
  }
  return kept;
}

/** Counts rows, or values of rows, that a contract keeps out. */
function leaveOut(
  run: Normalization,
  writer: TableWriter,
  { name, because, mode }: ContractFilter,
  rows: number,
): void {
  if (rows === 0) return;
  if (mode === 'discard_row' || because === 'tables') writer.rowsLeftOut += rows;
  run.onDiscard?.({ table: writer.name, entity: because, name, mode }, rows);
}

/** Rows in which nothing has a value still count: any column of the table will do. */
function emptyRows(writer: TableWriter, rows: number): ColumnVector {
  const [column] = writer.columns.values();
  if (column) return nullVector(column.column.name, column.builder.type, rows);
  throw new SluiceError(
    'ARROW_COLUMNS_MISSING',
    'No field of some Arrow data has a type, and its table no column',
    {
      place: { table: writer.name },
      remedy: 'Give a field a type other than null, or declare a column of the table',
    },
  );
}
