import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProcessResult } from './run-process.ts';

const SERVER = fileURLToPath(new URL('../dlt_server.py', import.meta.url));

type RunScript = (args: readonly string[]) => Promise<ProcessResult>;

/**
 * Runs a Python script in forks of processes that have dlt imported already, each in one of its own: as good as
 * starting the script, a second faster. There are as many of those processes as runs at a time; they end with this one.
 */
export function forkedScript(python: string, script: string): RunScript {
  const idle: RunScript[] = [];
  return async (args) => {
    const run = idle.pop() ?? startServer(python, script);
    const result = await run(args);
    idle.push(run);
    return result;
  };
}

/** One process that forks. It takes one run at a time. */
function startServer(python: string, script: string): RunScript {
  const server = spawn(python, [SERVER, script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  // Whatever goes wrong with it, its answers end.
  server.on('error', () => undefined);
  server.stdin.on('error', () => undefined);
  const hold = (isHeld: boolean): void => {
    for (const part of [server, server.stdin, server.stdout])
      if (part === server || part instanceof Socket) isHeld ? part.ref() : part.unref();
  };
  return async (args) => {
    hold(true);
    server.stdin.write(`${JSON.stringify({ args })}\n`);
    const answer = await answers.next();
    hold(false);
    if (answer.done) throw new Error('dlt_server.py has ended');
    return JSON.parse(answer.value) as ProcessResult;
  };
}
