import { join } from 'node:path';
import { newLoadId, packageStore } from '@sluice/load';
import { withFolder } from '../temporary-folder.ts';
import type { UnitAdapter } from './adapter.ts';

/** What the first part file of a table is called, whose name is what dlt takes for the name of a file. */
const partFile: UnitAdapter = (input) =>
  withFolder(async (folder) => {
    const writer = await packageStore(join(folder, 'packages')).create(newLoadId());
    return writer.writePart({ table: String(input), format: 'jsonl', rows: 0, columns: [] }, []).file;
  });

export const partFileAdapters: Readonly<Record<string, UnitAdapter>> = { 'job-file-name': partFile };
