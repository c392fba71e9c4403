import { incremental, pipeline, resource } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

describeEngines((engine) => {
  test('values are stored in the time zone of the pipeline, times of loads in UTC', async () => {
    const { open } = await workspace(engine);
    const before = Date.now() - 1000;
    await open({ timezone: 'Europe/Berlin' }).run(
      [
        { id: 1, at: '2024-07-01T12:00:00', day: '2024-06-30T22:30:00Z' },
        { id: 2, at: '2024-07-01T12:00:00Z', day: '2024-06-30T22:30:00' },
      ],
      {
        table: 't',
        columns: { day: { dataType: 'date' }, clock: { dataType: 'timestamp', timezone: false } },
      },
    );
    expect(await rowsOf(open(), 't')).toMatchObject([
      { at: '2024-07-01T10:00:00.000000Z', day: '2024-07-01' },
      { at: '2024-07-01T12:00:00.000000Z', day: '2024-06-30' },
    ]);
    const [load] = await open().dataset().loads();
    expect(Date.parse(load?.insertedAt ?? '')).toBeGreaterThan(before);
    expect(Date.parse(load?.insertedAt ?? '')).toBeLessThan(Date.now() + 1000);
  });

  test('a wall clock shows what clocks show there', async () => {
    const { open } = await workspace(engine);
    const columns = { at: { dataType: 'timestamp', timezone: false } } as const;
    await open({ timezone: 'America/New_York' }).run([{ id: 1, at: '2024-01-01T12:00:00Z' }], {
      table: 't',
      columns,
    });
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1, at: '2024-01-01T07:00:00.000000' }]);
  });

  test('a cursor remembers what the source said', async () => {
    const { open } = await workspace(engine);
    const events = (...ats: string[]) =>
      resource(
        'events',
        { cursor: incremental<string>('at') },
        ats.map((at) => ({ at })),
      );
    const first = open({ timezone: 'Europe/Berlin' });
    await first.run(events('2024-07-01T12:00:00'));
    expect(first.state?.sources).toMatchObject({
      test: { resources: { events: { incremental: { at: { last_value: '2024-07-01T12:00:00' } } } } },
    });
    await open({ timezone: 'Europe/Berlin' }).run(events('2024-07-01T12:00:00', '2024-07-01T12:00:01'));
    expect((await rowsOf(open(), 'events', 'at')).map(({ at }) => at)).toEqual([
      '2024-07-01T10:00:00.000000Z',
      '2024-07-01T10:00:01.000000Z',
    ]);
  });
});

test.each(['', 'utc', '+02:00', 'europe/berlin', 'Nowhere/City'])('%j is refused', async (timezone) => {
  const { destination } = await workspace();
  expect(() => pipeline({ name: 'p', destination: destination(), timezone })).toThrow(
    expect.objectContaining({ code: 'TIME_ZONE_UNKNOWN' }),
  );
});
