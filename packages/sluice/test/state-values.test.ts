import { decimal, resource, source } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { workspace } from './workspace.ts';

const remembered = {
  at: new Date('2024-01-31T12:00:00.123Z'),
  large: 2n ** 60n,
  whole: 5,
  fraction: 0.5,
  sum: decimal('1.50'),
  bytes: Uint8Array.of(0, 255),
  nested: { list: [new Date(0), { truth: true, nothing: null }], empty: {} },
  text: 'ünï😀 "\\"',
};

describeEngines((engine) => {
  test('what a resource and its source remember comes back as it was, on any machine', async () => {
    const { open, forgetWork } = await workspace(engine);
    const seen: unknown[] = [];
    const feed = (write: boolean, x: number) =>
      source('feed', () => [
        resource('t', ({ state, sourceState }) => {
          if (write)
            Object.assign(state, structuredClone({ ...remembered, sum: null }), { sum: remembered.sum });
          if (write) sourceState.since = new Date(1);
          else seen.push({ ...state }, sourceState.since);
          return [{ x }];
        }),
      ])();
    await open().run(feed(true, 1));
    const before = await open().dataset().query('SELECT count(*) AS states FROM data._dlt_pipeline_state');
    await forgetWork();
    await open().run(feed(false, 2));
    await open().run(feed(false, 3));
    expect(seen).toEqual([remembered, new Date(1), remembered, new Date(1)]);
    expect(await open().dataset().query('SELECT count(*) AS states FROM data._dlt_pipeline_state')).toEqual(
      before,
    );
  });
});
