import { expect, test } from 'vitest';
import { explainOpenError, firstLine, refuseForeign } from './errors.ts';

test.each(['sqlite', 'mysql', 'postgres'])('a database of %s is not loaded into', (kind) => {
  expect(() => refuseForeign('theirs', kind)).toThrow(
    expect.objectContaining({ code: 'DESTINATION_DATABASE_UNSUPPORTED' }),
  );
});

test.each(['duckdb', 'ducklake', 'motherduck'])('a database of %s is', (kind) => {
  expect(() => refuseForeign('ours', kind)).not.toThrow();
});

test('an error that nobody can do anything about stays as it is', () => {
  const error = new Error('IO Error: something else');
  expect(explainOpenError(error, 'x.duckdb')).toBe(error);
});

test.each([
  [
    'Parser Error: syntax error at or near "x"\n\nLINE 1: x secret\n        ^',
    'Parser Error: syntax error at or near "x"',
  ],
  ['IO Error: no line', 'IO Error: no line'],
])('a message without its statement', (message, text) => {
  expect(firstLine(new Error(message))).toBe(text);
});
