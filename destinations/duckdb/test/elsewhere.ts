import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('.', import.meta.url));
const asModule = ['--conditions=@sluice/source', '--input-type=module', '-e'];

/** Runs a script in another process, and returns what it says; `userId` = as another user of the system. */
export function elsewhere(script: string, args: readonly string[], userId?: number): string {
  const run = spawnSync(process.execPath, [...asModule, script, ...args], {
    encoding: 'utf8',
    cwd,
    ...(userId !== undefined && { uid: userId, gid: userId }),
  });
  return run.stdout.trim() || run.stderr;
}

/** Whether another process could open the file for writing. */
export function openElsewhere(file: string): string {
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    await DuckDBInstance.create(process.argv[1]).then(() => console.log('open'), () => console.log('refused'));`;
  return elsewhere(script, [file]);
}

/** Another process with the file open, until it is told to let go. */
export async function holdElsewhere(file: string, accessMode = 'READ_WRITE'): Promise<() => Promise<void>> {
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    await DuckDBInstance.create(process.argv[1], { access_mode: process.argv[2] });
    console.log('open'); process.stdin.on('data', () => process.exit());`;
  const child = spawn(process.execPath, [...asModule, script, file, accessMode], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.write('close');
    await once(child, 'exit');
  };
}
