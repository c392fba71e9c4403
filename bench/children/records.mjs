import { createReadStream } from 'node:fs';

/** The records of a newline-delimited JSON file, in pages, as a user would read them. */
export async function* records(path) {
  let rest = '';
  for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    if (lines.length > 0) yield lines.map((line) => JSON.parse(line));
  }
  if (rest !== '') yield [JSON.parse(rest)];
}
