import { createReadStream } from 'node:fs';

/**
 * The records of a newline-delimited JSON file, as pages: those of one chunk of the file each. Lines are cut from
 * bytes, not from decoded chunks: one letter beyond Latin would double the size of all the text around it.
 */
export async function* records(path) {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 128 * 1024 })) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const page = [];
    let start = 0;
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
      page.push(JSON.parse(bytes.toString('utf8', start, end)));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (page.length > 0) yield page;
  }
  if (rest.length > 0) yield [JSON.parse(rest.toString('utf8'))];
}
