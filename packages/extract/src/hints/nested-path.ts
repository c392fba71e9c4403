import { SluiceError } from '@sluice/schema';

const piece = /\s*(?:'([^']*)'|"([^"]*)"|([^.'"]+))\s*(\.|$)/y;

/**
 * Takes the path of a nested table apart: `pets.toys` → `['pets', 'toys']`; a name with a dot stands in quotes.
 * @throws HINT_INVALID
 */
export function nestedPath(text: string): string[] {
  const pieces: string[] = [];
  piece.lastIndex = 0;
  for (let more = true; more; ) {
    const match = piece.exec(text);
    const name = match?.[1] ?? match?.[2] ?? match?.[3]?.trim();
    if (!match || !name) throw invalid(text);
    pieces.push(name);
    more = match[4] === '.';
  }
  return pieces;
}

function invalid(text: string): SluiceError {
  return new SluiceError('HINT_INVALID', `${JSON.stringify(text)} is no path to a nested table`, {
    remedy: "Write names with dots between them, like pets.toys; a name with a dot in quotes, like 'a.b'.c",
  });
}
