import type { QueryValue } from '@sluice/load';

/**
 * Reads an array as Postgres writes it: `{1,NULL,"a \"b\"",{…}}`, with its bounds before it where they are not the
 * usual ones. Null for a text that is no array.
 */
export function readArray(text: string, read: (element: string) => QueryValue): QueryValue[] | null {
  const stack: QueryValue[][] = [];
  // What has been read of the current element; undefined between elements.
  let element: string | undefined;
  let isQuoted = false;
  const finish = (): void => {
    if (element !== undefined) stack.at(-1)?.push(!isQuoted && element === 'NULL' ? null : read(element));
    element = undefined;
    isQuoted = false;
  };
  for (let at = text.indexOf('{'); at >= 0 && at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '{') {
      stack.push([]);
    } else if (char === '}' || char === ',') {
      finish();
      const done = char === '}' ? stack.pop() : undefined;
      if (done && stack.length === 0) return done;
      if (done) stack.at(-1)?.push(done);
    } else if (char === '"') {
      isQuoted = true;
      const end = endOfQuotes(text, at + 1);
      element = text.slice(at + 1, end).replace(/\\(.)/gs, '$1');
      at = end;
    } else {
      const end = endOfPlain(text, at);
      element = text.slice(at, end);
      at = end - 1;
    }
  }
  return null;
}

function endOfQuotes(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '}') at++;
  return at;
}
