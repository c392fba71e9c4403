import { expect, test } from 'vitest';
import type { Capabilities, Destination } from '../contract.ts';
import { freezeCapabilities } from '../freeze-capabilities.ts';
import { checkCapabilities } from './check-capabilities.ts';

const good: Capabilities = {
  identifiers: { maxLength: 63, maxColumnLength: 63, case: 'lower', caseSensitive: true },
  types: { timestampPrecision: 6, maxTimestampPrecision: 6, decimal: [38, 9], wei: [38, 0] },
  fileFormats: ['parquet', 'csv'],
  replaceStrategies: ['insert-from-staging'],
  mergeStrategies: ['delete-insert'],
  mergeOptions: [],
  atomic: 'load',
  parallelWrites: 2,
  maxTextBytes: 1000,
  addsNotNullColumns: false,
};
const destination = (capabilities: unknown, contract = 1) =>
  ({ name: 'mine', contract, capabilities }) as unknown as Destination;

test('good ones pass', () => {
  expect(() => checkCapabilities(destination(freezeCapabilities(good)))).not.toThrow();
});

test.each<[string, object, RegExp]>([
  ['a missing one', { atomic: undefined }, /atomic/],
  ['an unknown one', { transactions: true }, /transactions/],
  ['an unknown word', { mergeStrategies: ['replace'] }, /mergeStrategies/],
  ['a word twice', { fileFormats: ['csv', 'csv'] }, /twice[\s\S]*fileFormats/],
  ['no file format', { fileFormats: [] }, /nothing could be loaded/],
  ['no writer', { parallelWrites: 0 }, /parallelWrites/],
  ['names too short', { identifiers: { ...good.identifiers, maxLength: 18 } }, /identifiers\.maxLength/],
  ['a scale beyond the precision', { types: { ...good.types, decimal: [9, 10] } }, /scale/],
  [
    'a default precision beyond the most',
    { types: { ...good.types, timestampPrecision: 9 } },
    /more than max/,
  ],
  ['options without strategies', { mergeStrategies: [], mergeOptions: ['source_filter'] }, /mergeOptions/],
])('%s is refused', (_, change, message) => {
  const changed = freezeCapabilities({ ...good, ...change } as Capabilities);
  const check = () => checkCapabilities(destination(changed));
  expect(check).toThrow(expect.objectContaining({ code: 'CAPABILITIES_INVALID' }));
  expect(check).toThrow(message);
});

test('what could be changed later is refused, and another contract', () => {
  expect(() => checkCapabilities(destination(good))).toThrow(/not frozen/);
  expect(() => checkCapabilities(destination(Object.freeze({ ...good })))).toThrow(/not frozen/);
  expect(() => checkCapabilities(destination(freezeCapabilities(good), 2))).toThrow(/contract is 2/);
});
