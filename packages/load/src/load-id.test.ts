import { expect, test } from 'vitest';
import { isoMicros } from './clock.ts';
import { newLoadId, toLoadId } from './load-id.ts';

test.each([
  [1795223588948006, '1795223588.948006'],
  [1795223588900000, '1795223588.9'],
  [1795223588000000, '1795223588.0'],
  [1795223588000001, '1795223588.000001'],
])('%i microseconds are %s', (micros, id) => {
  expect(toLoadId(micros)).toBe(id);
});

test('ids rise, as text and as numbers, however fast they are made', () => {
  const ids = Array.from({ length: 5000 }, () => newLoadId());
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.map(Number).toSorted((a, b) => a - b)).toEqual(ids.map(Number));
  expect(new Set(ids).size).toBe(ids.length);
});

test('text order is the order of time, around whole seconds too', () => {
  const around = Array.from({ length: 40 }, (_, index) => toLoadId(1795223588000000 - 20 + index));
  expect(around.toSorted()).toEqual(around);
});

test('an id follows the one it is told to, and later ones follow it', () => {
  const ahead = toLoadId((Date.now() + 60_000) * 1000);
  const next = newLoadId(ahead);
  expect(next > ahead).toBe(true);
  expect(newLoadId() > next).toBe(true);
});

test.each([
  [1795223588948006, '2026-11-21T01:13:08.948006Z'],
  [0, '1970-01-01T00:00:00.000000Z'],
])('%i as ISO', (micros, text) => {
  expect(isoMicros(micros)).toBe(text);
});
