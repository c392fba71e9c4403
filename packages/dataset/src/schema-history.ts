import type { Connection } from '@sluice/load';
import {
  cloneSchema,
  decodeSchema,
  diffSchemas,
  isSystemTable,
  parseSchema,
  portableRuntime,
  type Schema,
  type SchemaChange,
} from '@sluice/schema';
import { type LoadRecord, readLoads, readSystemTable, type SystemRow, textIn } from './read-loads.ts';

/** How a schema became what it is, and which loads were made with which version of it. Plain data. */
export interface SchemaHistory {
  readonly schema: string;
  /** The versions the dataset stores, in the order they were stored. */
  readonly versions: readonly SchemaVersion[];
  /** Loads made with a version that is stored nowhere, or that no longer say which. */
  readonly unknownLoads: readonly LoadRecord[];
  /** The days (UTC) on which anything was loaded or stored, in order. */
  readonly days: readonly SchemaDay[];
}

export interface SchemaVersion {
  readonly version: number;
  readonly engineVersion: number;
  readonly hash: string;
  /** ISO 8601 in UTC. */
  readonly insertedAt: string;
  /** What makes it another than the version stored before it; for the first: all of it. Null where it cannot be read. */
  readonly changes: readonly SchemaChange[] | null;
  /** The loads made with it, oldest first. */
  readonly loads: readonly LoadRecord[];
}

export interface SchemaDay {
  /** `2024-01-31` */
  readonly day: string;
  readonly loads: number;
  /** Versions stored for the first time. */
  readonly newVersions: number;
  /** Loads made with another version than the load before them, also with one of before. */
  readonly switches: number;
  /** What the new versions changed, in single changes. */
  readonly changes: number;
}

/** The history of each schema of a dataset, by their names; or of one of them alone. */
export async function readSchemaHistory(connection: Connection, name?: string): Promise<SchemaHistory[]> {
  const stored = (await readSystemTable(connection, '_dlt_version', 'inserted_at'))
    .map(toStored)
    // Several versions may have come with one load.
    .toSorted((a, b) => (a.insertedAt === b.insertedAt ? a.version - b.version : 0));
  const loads = await readLoads(connection);
  const names = new Set([...stored.map(({ schema }) => schema), ...loads.flatMap(nameOf)]);
  return [...names]
    .filter((schema) => name === undefined || schema === name)
    .sort()
    .map((schema) => historyOf(schema, stored, loads));
}

/** A row of `_dlt_version`. */
interface StoredVersion extends Omit<SchemaVersion, 'changes' | 'loads'> {
  readonly schema: string;
  readonly document: string;
}

function toStored(row: SystemRow): StoredVersion {
  return {
    schema: textIn(row, 'schema_name') ?? '',
    version: Number(row.get('version')),
    engineVersion: Number(row.get('engine_version')),
    hash: textIn(row, 'version_hash') ?? '',
    insertedAt: textIn(row, 'inserted_at') ?? '',
    document: textIn(row, 'schema') ?? '',
  };
}

function nameOf({ schemaName }: LoadRecord): string[] {
  return schemaName === null ? [] : [schemaName];
}

function historyOf(
  schema: string,
  allStored: readonly StoredVersion[],
  allLoads: readonly LoadRecord[],
): SchemaHistory {
  const stored = allStored.filter((version) => version.schema === schema);
  const hashes = new Set(stored.map(({ hash }) => hash));
  const isKnown = ({ schemaVersionHash: hash }: LoadRecord) => hash !== null && hashes.has(hash);
  // Old writers did not note the schema of a load: then its version tells.
  const loads = allLoads.filter(
    (load) => load.schemaName === schema || (load.schemaName === null && isKnown(load)),
  );
  const versions = withChanges(stored).map(
    ({ schema: _, document: __, ...version }): SchemaVersion => ({
      ...version,
      loads: loads.filter(({ schemaVersionHash }) => schemaVersionHash === version.hash),
    }),
  );
  return {
    schema,
    versions,
    unknownLoads: loads.filter((load) => !isKnown(load)),
    days: daysOf(versions, loads),
  };
}

function withChanges(stored: readonly StoredVersion[]): (StoredVersion & Pick<SchemaVersion, 'changes'>)[] {
  let before: Schema | null = null;
  return stored.map((version) => {
    const schema = readDocument(version.document);
    const changes = schema && diffSchemas(before ?? withoutData(schema), schema);
    before = schema ?? before;
    return { ...version, changes };
  });
}

/** A version that cannot be read is one more thing to report, and no reason to report nothing. */
function readDocument(document: string): Schema | null {
  try {
    return parseSchema(decodeSchema(document, portableRuntime));
  } catch {
    return null;
  }
}

/** What the schema was before it had any tables but those of the format. */
function withoutData(schema: Schema): Schema {
  const empty = cloneSchema(schema);
  for (const name of schema.tables.keys()) if (!isSystemTable(schema, name)) empty.tables.delete(name);
  return empty;
}

function daysOf(versions: readonly SchemaVersion[], loads: readonly LoadRecord[]): SchemaDay[] {
  const dayOf = ({ insertedAt }: { readonly insertedAt: string }) => insertedAt.slice(0, 10);
  const switches = loads.filter((load, index) => {
    const before = loads[index - 1];
    return before !== undefined && before.schemaVersionHash !== load.schemaVersionHash;
  });
  const days = new Set([...versions.map(dayOf), ...loads.map(dayOf)]);
  return [...days].sort().map((day) => {
    const stored = versions.filter((version) => dayOf(version) === day);
    return {
      day,
      loads: loads.filter((load) => dayOf(load) === day).length,
      newVersions: stored.length,
      switches: switches.filter((load) => dayOf(load) === day).length,
      changes: stored.reduce((sum, { changes }) => sum + (changes?.length ?? 0), 0),
    };
  });
}
