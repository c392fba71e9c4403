import { type LoadJob, type PlannedTable, transition } from '@sluice/load';
import type { SqlOpenOptions, SqlStaging } from '@sluice/sql';
import type { Client } from 'pg';
import type { ClientPool } from './client-pool.ts';
import { castType, quote } from './dialect.ts';
import { codeOf } from './driver-error.ts';
import { StagingLostError } from './errors.ts';
import { becomeTable, finalColumns } from './first-load.ts';
import { columnsOf, copyFile, type StagedColumn } from './part-file.ts';
import { arrivals, stagingTable } from './staging-names.ts';
import { claimStaging, discardDeadStaging, discardStaging, releaseStaging } from './staging-remains.ts';

/** A table of staged rows, and the columns it has. */
interface StagedTable {
  readonly path: string;
  /** Its name without the schema, quoted. */
  readonly own: string;
  readonly columns: ReadonlySet<string>;
  /** Its columns where they are typed and spelled as those of the dataset will be. */
  readonly final?: readonly StagedColumn[];
  quote(name: string): string;
}

/** Which load is staged where. */
export interface StagingPlace {
  /** The dataset as it is stored, and how names of its tables and columns are spelled. */
  readonly target: Pick<SqlOpenOptions, 'dataset' | 'quote'>;
  /** The schema for tables on their way in. */
  readonly schema: string;
  readonly loadId: string;
  /** The connection that publishes; it outlives the staging. */
  readonly main: Client;
  /** Those that bring files in. */
  readonly pool: ClientPool;
  /** Whether the dataset has no tables yet: then those of the staging become its own, where they fit. */
  readonly isFirst: boolean;
}

/**
 * Stages the part files of a load in tables of its own, beside the dataset: several connections cannot share a
 * transaction, and a single one would hold the tables it has changed for as long as the files take. Files with the
 * same columns share a table. The tables are not logged: a server that crashes empties all of them, and the register
 * of arrivals with them, by which a publish notices.
 */
export function openStaging({ target, schema, loadId, main, pool, isFirst }: StagingPlace): SqlStaging {
  const path = (table: string) => `${quote(schema)}.${quote(table)}`;
  const register = path(arrivals(loadId));
  /** By table and columns; created once, however many files wait for it. */
  const tables = new Map<string, Promise<StagedTable>>();
  /** Where each job went. */
  const places = new Map<string, StagedTable>();
  let registered: Promise<void> | undefined;
  let isComplete = false;

  const createRegister = async (): Promise<void> => {
    await claimStaging(schema, loadId, main);
    // On another connection: this one may be in its transaction already, in which nobody else sees what it makes.
    await pool.use(async (client) => {
      await discardStaging(schema, loadId, client);
      await discardDeadStaging(schema, client);
      // Whoever has no right to create schemas can still load into one that is there.
      if (!(await hasSchema(client, schema)))
        await client.query(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`);
      await client.query(`CREATE UNLOGGED TABLE ${register} (job text PRIMARY KEY)`);
    });
    transition('staging-created');
  };
  const tableFor = async (job: LoadJob): Promise<StagedTable> => {
    const final = isFirst ? await finalColumns(job) : undefined;
    const columns = final ?? (await columnsOf(job));
    const layout = JSON.stringify([job.table, columns]);
    const known = tables.get(layout);
    if (known !== undefined) return await known;
    const name = stagingTable(loadId, tables.size + 1);
    const spelled = final ? target.quote : quote;
    const staged: StagedTable = {
      path: path(name),
      own: quote(name),
      columns: namesOf(columns),
      quote: spelled,
      ...(final && { final }),
    };
    const definitions = columns.map(({ name, type }) => `${spelled(name)} ${type}`).join(', ');
    const kind = final ? 'TABLE' : 'UNLOGGED TABLE';
    const created = pool
      .use((client) => client.query(`CREATE ${kind} ${staged.path} (${definitions})`))
      .then(() => staged);
    tables.set(layout, created);
    // One that could not be made is none that could be dropped.
    created.catch(() => tables.delete(layout));
    return created;
  };
  const refuseLost = async ({ jobs }: PlannedTable): Promise<void> => {
    for (const job of jobs)
      if (!places.has(job.id)) throw new Error(`Job ${job.id} of load ${loadId} was never staged`);
    if (isComplete) return;
    const counted = main.query<{ arrived: number }>(`SELECT count(*)::int AS arrived FROM ${register}`);
    const { rows } = await counted.catch(explainLost);
    if (rows[0]?.arrived !== places.size) throw new StagingLostError(loadId);
    isComplete = true;
  };
  const explainLost = (error: unknown): never => {
    throw codeOf(error) === '42P01' ? new StagingLostError(loadId, error) : error;
  };
  /** The tables that hold the rows of a planned table. */
  const sources = async (planned: PlannedTable): Promise<StagedTable[]> => {
    await refuseLost(planned);
    return [...new Set(planned.jobs.map((job) => places.get(job.id)))].filter(
      (staged) => staged !== undefined,
    );
  };

  /** Staging tables that are tables of the dataset by now, if the transaction goes through. */
  const moved = new Set<StagedTable>();
  /** Tables of the dataset that have rows by now. */
  const hasRows = new Set<string>();
  const become = async (planned: PlannedTable, staged: StagedTable): Promise<boolean> => {
    moved.delete(staged);
    const dataset = quote(target.dataset);
    const { path, own, final } = staged;
    const statements = final && becomeTable(planned, final, { path, own, dataset, quote: target.quote });
    if (statements === undefined || (await hasDefaultPrivileges(main, target.dataset))) return false;
    await main.query(statements);
    moved.add(staged);
    hasRows.add(planned.table.name);
    return true;
  };

  return {
    async bring(job) {
      registered ??= createRegister();
      await registered;
      const staged = await tableFor(job);
      await pool
        .use((client) =>
          transact(client, async () => {
            const arrival = `INSERT INTO ${register} VALUES ($1) ON CONFLICT DO NOTHING`;
            const { rowCount } = await client.query(arrival, [job.id]);
            if (rowCount === 1) await copyFile(client, job, staged.path, staged.quote);
            transition('part-copied');
          }),
        )
        .catch(explainLost);
      places.set(job.id, staged);
    },
    async ingest(planned) {
      const into = `${quote(target.dataset)}.${target.quote(planned.table.name)}`;
      for (const staged of await sources(planned)) {
        if (!hasRows.has(planned.table.name) && (await become(planned, staged))) continue;
        const { path: source, columns } = staged;
        hasRows.add(planned.table.name);
        const held = planned.columns.filter(({ name }) => columns.has(name));
        const names = held.map(({ name }) => target.quote(name)).join(', ');
        const values = held.map(
          (column) => `CAST(${staged.quote(column.name)} AS ${castType(column, planned.table)})`,
        );
        await main.query(`INSERT INTO ${into} (${names}) SELECT ${values.join(', ')} FROM ${source}`);
      }
    },
    async expose(planned, as) {
      const selects: string[] = [];
      for (const { path: source, columns, quote: spelled } of await sources(planned)) {
        // The planner knows nothing of a table that was just filled.
        await main.query(`ANALYZE ${source}`);
        const values = planned.columns.map((column) => {
          const value = columns.has(column.name) ? spelled(column.name) : 'NULL';
          return `CAST(${value} AS ${castType(column, planned.table)}) AS ${target.quote(column.name)}`;
        });
        selects.push(`SELECT ${values.join(', ')} FROM ${source}`);
      }
      await main.query(`CREATE TEMPORARY VIEW ${quote(as)} AS ${selects.join(' UNION ALL ')}`);
    },
    async hide(as) {
      await main.query(`DROP VIEW pg_temp.${quote(as)}`);
    },
    async clear() {
      if (registered === undefined) return;
      const staged = (await Promise.all(tables.values())).filter((one) => !moved.has(one));
      await main.query(`DROP TABLE ${[register, ...staged.map((one) => one.path)].join(', ')}`);
      moved.clear();
      hasRows.clear();
    },
    async close() {
      if (registered === undefined) return;
      try {
        await discardStaging(schema, loadId, main);
        await releaseStaging(schema, loadId, main);
      } catch {
        // The connection is lost, and the lock with it: another load takes the tables away.
      }
    },
  };
}

/** Whether tables that are made in a schema get privileges there, which one that moves there does not. */
async function hasDefaultPrivileges(client: Client, schema: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
WHERE n.nspname = $1 AND d.defaclobjtype = 'r' LIMIT 1`,
    [schema],
  );
  return rowCount === 1;
}

async function hasSchema(client: Client, schema: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema]);
  return rowCount === 1;
}

function namesOf(columns: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(columns.map(({ name }) => name));
}

async function transact(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
