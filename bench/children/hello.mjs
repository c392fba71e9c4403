// node hello.mjs '{ "database", "workDir" }': three nested rows, the same as in peers/dlt_hello.py.
import './account.mjs';
import { duckdb } from '@sluice/destination-duckdb';
import { pipeline } from 'sluice';

const { database, workDir } = JSON.parse(process.argv[2]);
await pipeline({ name: 'hello', destination: duckdb(database), dataset: 'bench', workDir }).run(
  [
    { id: 1, name: 'John', pets: [{ name: 'Rex', toys: ['ball', 'rope'] }] },
    { id: 2, name: 'Ann', pets: [] },
    {
      id: 3,
      name: 'Kim',
      pets: [
        { name: 'Tom', toys: [] },
        { name: 'Ada', toys: ['bone'] },
      ],
    },
  ],
  { table: 'users' },
);
