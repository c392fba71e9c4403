import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { invalidParameter } from './invalid-parameter.ts';
import { type Parameters, readParameters } from './parameters.ts';

/**
 * The parameters of a service: a section of `pg_service.conf`, the user's own or else the system's.
 *
 * @param file in place of `~/.pg_service.conf`
 * @throws DESTINATION_OPTIONS_INVALID where no file has it
 */
export function readService(name: string, file = join(homedir(), '.pg_service.conf')): Parameters {
  const { PGSYSCONFDIR } = process.env;
  const files = PGSYSCONFDIR ? [file, join(PGSYSCONFDIR, 'pg_service.conf')] : [file];
  for (const path of files) {
    const entries = existsSync(path) ? sectionOf(readFileSync(path, 'utf8'), name) : null;
    if (entries) return readParameters(entries, `the service file ${path}`);
  }
  throw invalidParameter(
    'service',
    'the connection settings',
    `Describe the service in one of these files: ${files.join(', ')}`,
  );
}

/** The lines `name=value` below `[name]`; null where there is no such section. */
function sectionOf(text: string, name: string): [string, string][] | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf(`[${name}]`);
  if (start < 0) return null;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('['));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [key = '', ...value] = line.split('=');
      return [key.trim(), value.join('=').trim()];
    });
}
