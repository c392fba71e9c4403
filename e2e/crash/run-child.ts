import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepRun } from './run-step.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const killer = new URL('./kill-at.ts', import.meta.url).href;

/** What cuts a process short: a transition, by number or name, or the clock. */
export type Kill = { readonly at: string } | { readonly afterMs: number };

export interface ChildOptions {
  readonly kill?: Kill | undefined;
  /** File that gets the names of the transitions, unless it is killed. */
  readonly trace?: string | undefined;
}

export type ChildEnd = { readonly ms: number } & (
  | { readonly how: 'finished' }
  | { readonly how: 'killed' }
  /** The run ended with an error; or it hung, or the process broke down. */
  | { readonly how: 'failed' | 'broken'; readonly why: string }
);

/** Longer than any run takes on the busiest machine: it hangs. */
const patienceMs = 120_000;

/** Runs a step in a process of its own. */
export async function runChild(step: StepRun, { kill, trace = '' }: ChildOptions = {}): Promise<ChildEnd> {
  const started = Date.now();
  const running = spawn(
    process.execPath,
    ['--conditions=@sluice/source', `--import=${killer}`, child, JSON.stringify(step)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        CRASH_AT: kill && 'at' in kill ? kill.at : '',
        CRASH_TRACE: trace,
        // Types stripped and modules compiled once: a child starts as fast as from built packages.
        NODE_COMPILE_CACHE: join(tmpdir(), 'sluice-crash-compile-cache'),
      },
    },
  );
  let errors = '';
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const isTimed = kill !== undefined && 'afterMs' in kill;
  let hangs = false;
  const timer = setTimeout(
    () => {
      hangs = !isTimed;
      running.kill('SIGKILL');
    },
    isTimed ? kill.afterMs : patienceMs,
  );
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    running.on('error', reject);
    running.on('close', (...end) => resolve(end));
  });
  clearTimeout(timer);
  const ms = Date.now() - started;
  if (code === 0) return { how: 'finished', ms };
  if (signal === 'SIGKILL' && kill && !hangs) return { how: 'killed', ms };
  const why = signal ? `${signal} after ${ms} ms` : errors.trim();
  return { how: code === 3 ? 'failed' : 'broken', ms, why };
}
