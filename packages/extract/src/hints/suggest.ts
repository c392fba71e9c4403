import { nearestName } from '@sluice/schema';

/** The remedy for a name that is not known: what was probably meant, and what there is. */
export function suggest(name: string, known: readonly string[]): string {
  const all = known.length > 0 ? `Use one of ${known.join(', ')}` : 'There are none';
  const nearest = nearestName(name, known);
  return nearest === null ? all : `Did you mean ${JSON.stringify(nearest)}? ${all}`;
}
