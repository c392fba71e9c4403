import { inject } from 'vitest';
import { readTarballs, type Tarball } from '../tools/tarball.ts';

/** Every published package as it would be published, by name. */
export function packed(): ReadonlyMap<string, Tarball> {
  return new Map(readTarballs(inject('tarballs')).map((tarball) => [tarball.manifest.name, tarball]));
}
