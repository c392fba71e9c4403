import { join } from 'node:path';
import { execute, lastLine } from './execute.ts';
import type { Project } from './project.ts';
import type { Finding } from './workload.ts';

/** What a table holds: checksums over all rows, and over each column, whatever the order of the rows. */
interface TableContent {
  readonly rows: number;
  readonly checksum: string;
  readonly columns: Readonly<Record<string, string | null>>;
}

export type Content = Readonly<Record<string, TableContent>>;

/** Reads the tables of a database by a program of `children/`, without writing to it. */
export async function readContent(
  project: Project,
  program: string,
  database: string,
  key?: string,
): Promise<Content> {
  const argument = JSON.stringify({ database, key });
  const { stdout } = await execute(process.execPath, [join(project.folder, program), argument]);
  return lastLine(stdout) as Content;
}

/** Whether the root table has so many rows. */
export function checkRows(content: Content, expected: number): Finding {
  const [root] = Object.keys(content).sort((a, b) => a.length - b.length);
  const rows = content[root ?? '']?.rows ?? 0;
  return { isRight: rows === expected, text: `${rows.toLocaleString('en-US')} rows` };
}

/** Whether two contents are the same, or where they first differ. */
export function compareContent(found: Content, expected: Content): Finding {
  const difference = firstDifference(found, expected);
  return { isRight: difference === null, text: difference ?? 'same' };
}

function firstDifference(found: Content, expected: Content): string | null {
  const tables = Object.keys(expected).sort();
  const others = Object.keys(found).sort();
  if (others.join() !== tables.join()) return `has other tables: ${others.join(', ')}`;
  for (const table of tables) {
    const [mine, theirs] = [found[table], expected[table]];
    if (mine?.rows !== theirs?.rows) return `${table} has ${mine?.rows} rows, not ${theirs?.rows}`;
    if (mine?.checksum === theirs?.checksum) continue;
    const names = Object.keys({ ...mine?.columns, ...theirs?.columns });
    const different = names.filter((name) => mine?.columns[name] !== theirs?.columns[name]);
    if (different.length === 0) return `${table} differs in how its values make up rows`;
    const more = different.length > 3 ? ` and ${different.length - 3} more` : '';
    return `${table} differs in ${different.slice(0, 3).join(', ')}${more}`;
  }
  return null;
}
