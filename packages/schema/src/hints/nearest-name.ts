/**
 * The name someone who wrote `name` most likely meant: spelled the same but for case and punctuation, or at most a
 * third of its letters away. Null where none is near.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  const wanted = lettersOf(name);
  let nearest: string | null = null;
  let least = Math.floor(wanted.length / 3) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, lettersOf(candidate));
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

/** The remedy for a name that is not known: what was probably meant, and what there is. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const all = `Use one of ${known.join(', ')}`;
  return nearest === null ? all : `Did you mean ${JSON.stringify(nearest)}? ${all}`;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Letters to insert, remove or replace to turn one text into the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
