import { expect, test } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { type OutcomeAdapter, Refused } from './adapter.ts';
import { judgeLine } from './judge-line.ts';
import { runUnits } from './run-units.ts';

const refuse = async () => {
  throw new Refused('no');
};
const line = parseJson('{"in":1,"out":["what","dlt","wrote"]}');
const failing = parseJson('{"in":1,"error":"ValueError"}');

test.each<[what: string, adapter: OutcomeAdapter, line: typeof line, passes: boolean]>([
  ['equal outcomes', { ours: async () => 'a', theirs: async () => 'a' }, line, true],
  ['other outcomes', { ours: async () => 'a', theirs: async () => 'b' }, line, false],
  ['nobody takes it', { ours: refuse, theirs: refuse }, line, true],
  ['only we refuse it', { ours: refuse, theirs: async () => 'a' }, line, false],
  ['only the database refuses what dlt wrote', { ours: async () => 'a', theirs: refuse }, line, false],
  ['dlt fails', { ours: refuse, theirs: async () => 'a' }, failing, true],
  ['dlt alone fails', { ours: async () => 'a', theirs: async () => 'a' }, failing, false],
])('%s', async (_, adapter, line, passes) => {
  expect((await judgeLine('ddl', line, adapter)).why === null).toBe(passes);
});

test('what breaks is neither an answer nor a refusal', async () => {
  const breaks: OutcomeAdapter = { ours: () => Promise.reject(new Error('broken')), theirs: refuse };
  expect((await judgeLine('ddl', line, breaks)).why).toContain('broken');
});

test('where two answers differ', async () => {
  const answer = (n: bigint) => new Map([['t', new Map([['rows', [n]]])]]);
  const adapter: OutcomeAdapter = { ours: async () => answer(1n), theirs: async () => answer(2n) };
  expect((await judgeLine('ddl', line, adapter)).why).toBe('{"in":1}: t / rows: [1] instead of [2]');
});

test.each([
  ['the one outcome that a row of the register names', 'own', 'tag', 'different'],
  ['another outcome', 'other', 'tag', 'failed'],
  ['a tag without a row', 'own', 'elsewhere', 'failed'],
])('a licence is for %s', async (_, answer, tag, verdict) => {
  const adapter: OutcomeAdapter = {
    ours: async () => 'own',
    theirs: async () => 'dlt',
    licensed: async () => [{ tag, answer }],
  };
  const options = { register: new Set(['tag']), destinations: [] };
  const [result] = await runUnits({ name: 'ddl', lines: [line] }, adapter, options);
  expect(result?.verdict).toBe(verdict);
});

test('lines for other destinations, and for none, are left out where some are picked', async () => {
  const lines = [
    line,
    ...['duckdb', 'postgres'].map((name) =>
      parseJson(`{"in":1,"settings":{"destination":"${name}"},"out":1}`),
    ),
  ];
  const options = { register: new Set<string>(), destinations: ['postgres'] };
  const results = await runUnits({ name: 'ddl', lines }, () => 1n, options);
  expect(results).toMatchObject([{ key: 'units/ddl:3', destination: 'postgres', verdict: 'passed' }]);
});
