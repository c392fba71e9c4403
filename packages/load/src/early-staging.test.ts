import { expect, test } from 'vitest';
import type { Connection, Destination, LoadJob, LoadSession } from './contract.ts';
import { EarlyStaging } from './early-staging.ts';

const job = (id: string) => ({ id, table: 't' }) as LoadJob;

/** A destination that takes down what is asked of it; each staging waits until it is let through. */
function watched(failing: { begin?: Error; stage?: Error } = {}) {
  const log: string[] = [];
  const gates: (() => void)[] = [];
  const session = {
    stage: async ({ id }: LoadJob) => {
      log.push(`stage ${id}`);
      await new Promise<void>((resolve) => gates.push(resolve));
      if (failing.stage) throw failing.stage;
    },
    close: async () => {
      log.push('session closed');
    },
  } as LoadSession;
  const connection = {
    begin: async () => {
      if (failing.begin) throw failing.begin;
      return session;
    },
    close: async () => {
      log.push('closed');
    },
  } as unknown as Connection;
  const open = async () => {
    log.push('open');
    return connection;
  };
  const destination = { capabilities: { parallelWrites: 2 } } as Destination;
  const early = new EarlyStaging(destination, { loadId: '1.5', pipeline: 'p', dataset: 'd' }, open);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const letThrough = async () => {
    for (const gate of gates.splice(0)) gate();
    await turn();
  };
  return { early, log, session, connection, letThrough, turn };
}

test('opens nothing before there is a part', async () => {
  const { early, log } = watched();
  expect(await early.take()).toBeUndefined();
  expect(log).toEqual([]);
});

test('brings as many parts at once as the destination takes, over one session', async () => {
  const { early, log, letThrough, turn } = watched();
  for (const id of ['a', 'b', 'c']) early.add(job(id));
  await turn();
  expect(log).toEqual(['open', 'stage a', 'stage b']);
  await letThrough();
  expect(log).toEqual(['open', 'stage a', 'stage b', 'stage c']);
});

test('settled, it has begun nothing more; the session is handed over once, open', async () => {
  const { early, log, session, connection, letThrough, turn } = watched();
  for (const id of ['a', 'b', 'c']) early.add(job(id));
  await turn();
  const settled = early.settle();
  await letThrough();
  await settled;
  expect(log).toEqual(['open', 'stage a', 'stage b']);
  expect(await early.take()).toEqual({ session, connection });
  expect(await early.take()).toBeUndefined();
  await early.abandon();
  expect(log).not.toContain('closed');
});

test.each([
  ['it is forgotten', {}],
  ['staging fails', { stage: new Error('no') }],
])('where %s, all is closed, and there is nothing to go on with', async (_, failing) => {
  const { early, log, letThrough, turn } = watched(failing);
  early.add(job('a'));
  await turn();
  if (!('stage' in failing)) early.forget();
  await letThrough();
  early.add(job('b'));
  expect(await early.take()).toBeUndefined();
  expect(log).toEqual(['open', 'stage a', 'session closed', 'closed']);
});

test('a session that cannot be begun leaves no connection', async () => {
  const { early, log } = watched({ begin: new Error('no') });
  early.add(job('a'));
  await early.settle();
  expect(await early.take()).toBeUndefined();
  expect(log).toEqual(['open', 'closed']);
});
