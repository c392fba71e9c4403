import { expect, test } from 'vitest';
import { clientMessages } from './client-messages.ts';

const plain = (...words: number[]): Buffer => {
  const bytes = Buffer.alloc(4 + words.length * 4);
  bytes.writeInt32BE(bytes.length);
  for (const [index, word] of words.entries()) bytes.writeInt32BE(word, 4 + index * 4);
  return bytes;
};
const typed = (type: string, text: string): Buffer => {
  const body = Buffer.from(text);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const session = [
  { bytes: plain(80877103), sql: null },
  { bytes: plain(3 * 65536, 0), sql: null },
  { bytes: typed('Q', 'COMMIT\0'), sql: 'COMMIT' },
  { bytes: typed('P', 'name\0SELECT 1\0\0\0'), sql: 'SELECT 1' },
  { bytes: typed('S', ''), sql: null },
  { bytes: typed('d', 'COMMIT\0'), sql: null },
  { bytes: typed('X', ''), sql: null },
];
const stream = Buffer.concat(session.map(({ bytes }) => bytes));

test.each([1, 3, 7, stream.length])('messages that arrive %i bytes at a time', (size) => {
  const split = clientMessages();
  const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
    stream.subarray(index * size, (index + 1) * size),
  );
  expect(chunks.flatMap((chunk) => split(Buffer.from(chunk)))).toEqual(session);
});
