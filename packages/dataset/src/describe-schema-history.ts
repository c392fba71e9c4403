import { describeChanges } from '@sluice/schema';
import type { SchemaHistory, SchemaVersion } from './schema-history.ts';

/** The history as text for people: versions with what they changed, then days, then what is not in order. */
export function describeSchemaHistory(history: SchemaHistory): string {
  const { schema, versions, unknownLoads, days } = history;
  const loads = days.reduce((sum, day) => sum + day.loads, 0);
  return [
    `Schema ${schema}: ${count(versions.length, 'version')}, ${count(loads, 'load')}`,
    ...versions.flatMap(versionLines),
    ...days
      .filter(({ newVersions, switches }) => newVersions > 0 || switches > 0)
      .map(
        ({ day, newVersions, changes, switches, loads: loaded }) =>
          `${day}: ${count(newVersions, 'new version')}, ${count(changes, 'change')}, ${count(switches, 'switch', 'switches')} in ${count(loaded, 'load')}`,
      ),
    ...unknownLoads.map(
      ({ loadId, insertedAt }) => `${insertedAt}: load ${loadId} was made with a version that is not stored`,
    ),
  ].join('\n');
}

function versionLines({ version, hash, insertedAt, changes, loads }: SchemaVersion): string[] {
  const what = changes === null ? 'The stored document cannot be read' : describeChanges(changes);
  return [
    `${insertedAt} version ${version} (${hash.slice(0, 8)}), ${count(loads.length, 'load')}`,
    ...what.split('\n').map((line) => `    ${line}`),
  ];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
