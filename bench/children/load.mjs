// node load.mjs '{ "input", "times"?, "database", "workDir", "options" }': one load of a file, all settings untouched.
import './account.mjs';
import { pipeline } from 'sluice';
import { destinationOf } from './destination.mjs';
import { records } from './records.mjs';

const { input, times = 1, database, workDir, options } = JSON.parse(process.argv[2]);

async function* repeated() {
  for (let time = 0; time < times; time++) yield* records(input);
}

const destination = await destinationOf(database);
await pipeline({ name: 'bench', destination, dataset: 'bench', workDir }).run(repeated(), options);
