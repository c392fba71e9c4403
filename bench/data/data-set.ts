import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../interop/src/python.ts';

/** Records that are the same every time they are made. */
export interface DataSet {
  readonly name: string;
  /** The file that defines it: a change of it makes the cached data stale. */
  readonly definedIn: string;
  records(count: number): Iterable<object>;
}

export const benchCache = join(cacheFolder(), 'sluice', 'bench');

/** The data as newline-delimited JSON in the user's cache folder, written when it is not there yet. */
export function dataFile(data: DataSet, count: number): string {
  return cachedFile(data, count, 'ndjson', JSON.stringify);
}

/** The same as CSV, without a line of names. For records that hold no objects and no lists. */
export function csvFile(data: DataSet, count: number): string {
  return cachedFile(data, count, 'csv', (record) => csvLine(Object.values(record)));
}

function cachedFile(
  data: DataSet,
  count: number,
  ending: string,
  lineOf: (record: object) => string,
): string {
  const folder = join(benchCache, 'data');
  const path = join(folder, `${data.name}-${count}-${fingerprint(data)}.${ending}`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeRecords(unfinished, data.records(count), lineOf);
  renameSync(unfinished, path);
  return path;
}

/** A line of CSV as Postgres reads it: without quotes, nothing is a null. */
export function csvLine(values: readonly unknown[]): string {
  const field = (value: unknown) => {
    if (value === null || value === undefined) return '';
    const text = String(value);
    return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return values.map(field).join(',');
}

/** Stands for how the data is made: of two equal ones, the files are equal. */
export function fingerprint({ definedIn }: DataSet): string {
  const hash = createHash('sha256');
  for (const file of ['random.ts', 'words.ts']) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.update(readFileSync(definedIn)).digest('hex').slice(0, 12);
}

function writeRecords(path: string, records: Iterable<object>, lineOf: (record: object) => string): void {
  const file = openSync(path, 'w');
  try {
    let text = '';
    for (const record of records) {
      text += `${lineOf(record)}\n`;
      if (text.length < 1 << 20) continue;
      writeFileSync(file, text);
      text = '';
    }
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
