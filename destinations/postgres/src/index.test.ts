import { expect, test } from 'vitest';
import { postgres } from './index.ts';

test('a destination tells no password, and takes as many files at once as it has connections', () => {
  const destination = postgres({ url: 'postgresql://ann:secret@db:6000/shop', connections: 4 });
  expect(destination).toMatchObject({
    name: 'postgres',
    type: 'dlt.destinations.postgres',
    location: 'db:6000/shop',
    capabilities: { parallelWrites: 4, fileFormats: ['pgcopy', 'csv'] },
  });
  expect(JSON.stringify(destination)).not.toContain('secret');
  expect(Object.isFrozen(destination.capabilities)).toBe(true);
});
