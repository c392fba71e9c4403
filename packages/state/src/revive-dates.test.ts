import { PlainDate, Timestamp } from '@sluice/schema';
import { expect, test } from 'vitest';
import { reviveDates } from './revive-dates.ts';

const noon = 1_704_110_400_000;

test('instants that a Date holds to the last digit become one, wherever they are', () => {
  const instant = () => new Timestamp(BigInt(noon) * 1000n, 0);
  const memory: Record<string, unknown> = {
    at: instant(),
    list: [instant(), { deep: instant() }],
    ...JSON.parse('{"__proto__":{"own":null}}'),
  };
  reviveDates(memory, 'resources');
  const date = new Date(noon);
  expect(memory).toEqual({
    at: date,
    list: [date, { deep: date }],
    ...JSON.parse('{"__proto__":{"own":null}}'),
  });
});

test.each([
  ['microseconds', new Timestamp(1n, 0)],
  ['another zone', new Timestamp(0n, 3600)],
  ['a wall clock', new Timestamp(0n, null)],
  ['a day', new PlainDate(0)],
  ['bytes', Uint8Array.of(1)],
])('%s stay what they are', (_, value) => {
  const memory = { value };
  reviveDates(memory, 'resources');
  expect(memory.value).toBe(value);
});

test("what is not the source's own stays as it is", () => {
  const value = new Timestamp(0n, 0);
  const memory = { incremental: { at: { last_value: value } } };
  reviveDates(memory, 'incremental');
  expect(memory.incremental.at.last_value).toBe(value);
});
