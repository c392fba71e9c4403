import { duckdb } from '@sluice/destination-duckdb';
import { incremental, pipeline, resource } from 'sluice';

// Loads a thousand numbers, and stops for SIGINT as the documentation says. Arguments: the DuckDB file, the working folder.
const [file = '', workDir = ''] = process.argv.slice(2);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('stopped by Ctrl-C')));

const numbers = resource('numbers', { cursor: incremental<number>('n') }, async function* () {
  for (let n = 1; n <= 1000; n++) {
    yield { n };
    // Somebody is waited for, as at the other end of a network.
    if (n === 500 && process.send) {
      process.send('half way');
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    }
  }
});
try {
  await pipeline({ name: 'stopped', destination: duckdb(file), dataset: 'data', workDir }).run(numbers, {
    signal: stop.signal,
  });
} catch (error) {
  if (error !== stop.signal.reason) throw error;
  // What is waited for above would keep the process alive.
  process.exit(130);
}
