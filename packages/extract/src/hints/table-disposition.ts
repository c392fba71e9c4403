import { systemNames, type Table } from '@sluice/schema';
import type { TableHints } from './hints.ts';
import type { MergeDisposition } from './write-disposition.ts';

/** Writes a write disposition into a table: the word, and what its options mean for columns and annotations. */
export function addWriteDisposition(table: Table, disposition: TableHints['writeDisposition']): void {
  if (!disposition || typeof disposition === 'function') return;
  if (typeof disposition === 'string') {
    table.write_disposition = disposition;
    return;
  }
  table.write_disposition = disposition.disposition;
  if (disposition.disposition !== 'merge') return;
  annotate(table, disposition);
  if (disposition.strategy === 'scd2') addValidity(table, disposition);
  addRowVersion(table, disposition);
}

function annotate(table: Table, options: MergeDisposition): void {
  const annotations = {
    'x-merge-strategy': options.strategy,
    'x-stage-data-deduplicated': options.deduplicated,
    'x-boundary-timestamp': instant(options.boundaryTimestamp),
    'x-merge-source-filter': options.sourceFilter,
    'x-merge-destination-scope': options.destinationScope,
    'x-merge-skip-unchanged-rows': options.skipUnchangedRows,
  };
  for (const [annotation, value] of Object.entries(annotations))
    if (value !== undefined) table[annotation as `x-${string}`] = value;
}

function addValidity(table: Table, options: MergeDisposition): void {
  const [from, to] = options.validityColumnNames ?? ['_dlt_valid_from', '_dlt_valid_to'];
  table.columns.set(from, { name: from, data_type: 'timestamp', nullable: true, 'x-valid-from': true });
  table.columns.set(to, {
    name: to,
    data_type: 'timestamp',
    nullable: true,
    'x-valid-to': true,
    'x-active-record-timestamp': instant(options.activeRecordTimestamp) ?? null,
  });
}

function addRowVersion(
  table: Table,
  { strategy, rowVersionColumnName, skipUnchangedRows }: MergeDisposition,
): void {
  const isHistory = strategy === 'scd2';
  const name = rowVersionColumnName ?? (isHistory ? systemNames.rowId : undefined);
  if (name === undefined || !(isHistory || skipUnchangedRows)) return;
  table.columns.set(name, {
    ...table.columns.get(name),
    name,
    nullable: false,
    'x-row-version': true,
    ...(isHistory && { unique: false, row_key: false }),
  });
}

function instant(value: string | Date | null | undefined): string | null | undefined {
  return value instanceof Date ? value.toISOString() : value;
}
