import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepRun } from './run-step.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const killer = new URL('./kill-at.ts', import.meta.url).href;

/** What cuts a process short: a transition, by number or name, or the clock. */
export type Interruption = { readonly at: string } | { readonly afterMs: number };

export interface ChildOptions {
  readonly interruption?: Interruption | undefined;
  /** File that gets the names of the transitions, unless it is killed. */
  readonly trace?: string | undefined;
}

export type ChildEnd =
  | { readonly how: 'finished'; readonly ms: number }
  | { readonly how: 'killed'; readonly ms: number }
  | { readonly how: 'failed'; readonly ms: number; readonly why: string };

/** Longer than any run takes on the busiest machine: it hangs. */
const patienceMs = 120_000;

/** Runs a step in a process of its own. */
export async function runChild(
  step: StepRun,
  { interruption, trace = '' }: ChildOptions = {},
): Promise<ChildEnd> {
  const started = Date.now();
  const running = spawn(
    process.execPath,
    ['--conditions=@sluice/source', `--import=${killer}`, child, JSON.stringify(step)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        CRASH_AT: interruption && 'at' in interruption ? interruption.at : '',
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
  const after = interruption && 'afterMs' in interruption ? interruption.afterMs : patienceMs;
  const timer = setTimeout(() => running.kill('SIGKILL'), after);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    running.on('error', reject);
    running.on('close', (...end) => resolve(end));
  });
  clearTimeout(timer);
  const ms = Date.now() - started;
  if (code === 0) return { how: 'finished', ms };
  if (signal === 'SIGKILL' && interruption) return { how: 'killed', ms };
  return { how: 'failed', ms, why: signal ? `${signal} after ${ms} ms` : errors.trim() };
}
