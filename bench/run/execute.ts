import { spawn } from 'node:child_process';

export interface Execution {
  /** From start to exit. */
  readonly seconds: number;
  readonly stdout: string;
}

interface ExecuteOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. Fails with the end of what it printed when it fails. */
export function execute(
  command: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Promise<Execution> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let [seconds, stdout, stderr] = [0, '', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // Nothing that was started goes on when the bench is ended.
    const end = () => child.kill();
    process.once('exit', end);
    child.on('error', reject);
    child.on('exit', () => {
      seconds = (performance.now() - started) / 1000;
      process.off('exit', end);
    });
    child.on('close', (code, signal) => {
      if (code === 0) return resolve({ seconds, stdout });
      const said = `${stdout}\n${stderr}`.trim().slice(-3000);
      reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${said}`));
    });
  });
}

/** The JSON on the last line that a program printed. */
export function lastLine(stdout: string): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
