// A load in a process of its own, so that a test can kill it: seals the part unless it was loaded before, then loads
// what is sealed. Arguments: package folder, database file, part file, schema document.
import { readFile } from 'node:fs/promises';
import { loadPackage, packageStore } from '@sluice/load';
import { parseSchema } from '@sluice/schema';
import { duckdb } from '../src/index.ts';

const loadId = '1800000000.5';
const [folder = '', file = '', part = '', documentFile = ''] = process.argv.slice(2);
const store = packageStore(folder);
const destination = duckdb(file);

await store.removeUnsealed();
if ((await store.sealed()).length === 0) {
  const connection = await destination.open({ dataset: 'data' });
  const isLoaded = (await connection.readLoad(loadId)) !== null;
  await connection.close();
  if (!isLoaded) {
    const document = await readFile(documentFile, 'utf8');
    const writer = await store.create(loadId);
    writer.writePart({ table: 't', format: 'parquet', rows: 2, columns: ['id', 'v', '_dlt_id'] }, [
      await readFile(part),
    ]);
    const prepared = await writer.prepare({
      pipeline: 'test',
      dataset: 'data',
      predecessor: null,
      schema: parseSchema(document),
      document,
      state: { version: 2, engineVersion: 4, state: 'new', hash: 'new hash' },
      codeVersion: '0.0.0',
    });
    await store.seal([prepared]);
  }
}
for (const sealed of await store.sealed()) {
  const { alreadyPublished } = await loadPackage(sealed, destination, { store });
  console.log(alreadyPublished ? 'noticed' : 'published');
}
