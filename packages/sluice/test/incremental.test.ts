import { incremental, resource } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

const events = (...records: [id: number, at: string][]) =>
  resource(
    'events',
    { cursor: incremental('at'), primaryKey: 'id' },
    records.map(([id, at]) => ({ id, at })),
  );

const first = events([1, '2024-01-01T00:00:00Z'], [2, '2024-01-02T00:00:00Z']);
const second = events(
  [1, '2024-01-01T00:00:00Z'],
  [2, '2024-01-02T00:00:00Z'],
  [3, '2024-01-02T00:00:00Z'],
  [4, '2024-01-03T00:00:00Z'],
);

test('the next run loads only what is new, the boundary de-duplicated', async () => {
  const { open } = await workspace();
  await open().run(first);
  const info = await open().run(second);
  expect(info.tables).toMatchObject({ events: { rows: 2 } });
  expect((await rowsOf(open(), 'events')).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test('another machine goes on from the state in the destination alone', async () => {
  const { open, forgetWork } = await workspace();
  await open().run(first);
  await forgetWork();
  await open().run(second);
  await forgetWork();
  expect((await open().run(second)).loadIds).toEqual([]);
  expect((await rowsOf(open(), 'events')).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test('the producer sees where to start', async () => {
  const { open } = await workspace();
  const seen: unknown[] = [];
  const counter = () =>
    resource('counter', { cursor: incremental('n', { initialValue: 10 }) }, ({ cursor }) => {
      seen.push(cursor.startValue);
      return [{ n: 10 }, { n: 11 }];
    });
  await open().run(counter());
  await open().run(counter());
  expect(seen).toEqual([10, 11]);
});

test('state of one’s own is kept with the data', async () => {
  const { open, forgetWork } = await workspace();
  const pages = () =>
    resource('pages', {}, ({ state }) => {
      const page = Number(state.page ?? 0) + 1;
      state.page = page;
      return [{ page }];
    });
  await open().run(pages());
  await forgetWork();
  await open().run(pages());
  expect(await rowsOf(open(), 'pages', 'page')).toEqual([{ page: 1 }, { page: 2 }]);
});

test('a failed run leaves the state where it was', async () => {
  const { open } = await workspace();
  await open().run(first);
  const broken = resource('events', { cursor: incremental('at'), primaryKey: 'id' }, function* () {
    yield { id: 7, at: '2024-02-01T00:00:00Z' };
    throw new Error('the API is down');
  });
  await expect(open().run(broken)).rejects.toMatchObject({
    code: 'EXTRACT_FAILED',
    place: { resource: 'events' },
  });
  await open().run(second);
  expect((await rowsOf(open(), 'events')).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});
