import { connect } from './connection.ts';
import { quote } from './dialect.ts';
import { readOnlyError } from './errors.ts';
import { isWritable } from './open-file.ts';
import type { Database } from './session.ts';
import { memoryPath, type Settings } from './settings.ts';

/**
 * Refuses a database that nothing can be loaded into, however often it is tried. Opens only what a look at the file
 * does not answer.
 */
export async function checkWritable(database: Database, settings: Settings): Promise<void> {
  const { place, catalog, isReadOnly, location } = settings;
  if (isReadOnly) throw readOnlyError(location);
  if (
    'path' in place &&
    catalog === undefined &&
    (place.path === memoryPath || (await isWritable(place.path)))
  )
    return;
  const connection = await connect(database, settings, { dataset: 'main', quote });
  try {
    await connection.begin([]);
    await connection.rollback();
  } finally {
    await connection.close();
  }
}
