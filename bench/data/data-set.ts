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
  const folder = join(benchCache, 'data');
  const path = join(folder, `${data.name}-${count}-${fingerprint(data)}.ndjson`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeRecords(unfinished, data.records(count));
  renameSync(unfinished, path);
  return path;
}

/** Stands for how the data is made: of two equal ones, the files are equal. */
export function fingerprint({ definedIn }: DataSet): string {
  const hash = createHash('sha256');
  for (const file of ['random.ts', 'words.ts']) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.update(readFileSync(definedIn)).digest('hex').slice(0, 12);
}

function writeRecords(path: string, records: Iterable<object>): void {
  const file = openSync(path, 'w');
  try {
    let text = '';
    for (const record of records) {
      text += `${JSON.stringify(record)}\n`;
      if (text.length < 1 << 20) continue;
      writeFileSync(file, text);
      text = '';
    }
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
