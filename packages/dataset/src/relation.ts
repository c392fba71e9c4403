import type { Connection, QueryNames, QueryParameter } from '@sluice/load';
import { SluiceError } from '@sluice/schema';
import { type AnyRow, toRows } from './row.ts';

/** How `where` compares; the words are dlt's. `eq` and `ne` with null ask whether there is a value. */
export type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';
/** What `where` takes: values as rows hold them, and `Date`. */
export type ComparedValue = QueryParameter | Date;

/**
 * Rows of one table, chosen and ordered. Lazy and immutable: every method returns a new relation, and nothing is read
 * before the rows are asked for. A relation is an async iterable of its rows and can be read more than once.
 *
 * Reading throws `TABLE_NOT_FOUND` where the dataset has no such table.
 */
export interface Relation<Row = AnyRow> extends AsyncIterable<Row> {
  /** Only these columns, in this order. */
  select<K extends keyof Row & string>(...columns: K[]): Relation<Pick<Row, K>>;
  /** Only rows that meet the condition; several conditions must all be met. */
  where(column: keyof Row & string, op: Comparison, value: ComparedValue): Relation<Row>;
  where(column: keyof Row & string, op: 'in' | 'not_in', values: readonly ComparedValue[]): Relation<Row>;
  /** Ordered by a column; a second call orders what the first leaves equal. */
  orderBy(column: keyof Row & string, direction?: 'asc' | 'desc'): Relation<Row>;
  /** At most so many rows. */
  limit(count: number): Relation<Row>;
  /** The first rows: `limit`, with a default of 5. */
  head(count?: number): Relation<Row>;
  /** All rows at once. */
  rows(): Promise<Row[]>;
  /** The rows in pieces that fit in memory, as the destination delivers them. */
  batches(): AsyncIterable<Row[]>;
  /** How many rows there are. */
  count(): Promise<number>;
}

interface Plan {
  readonly table: string;
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
  readonly order: readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[];
  readonly limit: number | undefined;
}

interface Condition {
  readonly column: string;
  readonly op: Comparison | 'in' | 'not_in';
  readonly value: ComparedValue | readonly ComparedValue[];
}

/** A relation of all rows of a table. `connect` is called for each reading. */
export function relation<Row = AnyRow>(connect: () => Promise<Connection>, table: string): Relation<Row> {
  return fromPlan(connect, { table, columns: [], conditions: [], order: [], limit: undefined });
}

function fromPlan<Row>(connect: () => Promise<Connection>, plan: Plan): Relation<Row> {
  const refine = <R = Row>(change: Partial<Plan>): Relation<R> =>
    fromPlan<R>(connect, { ...plan, ...change });

  async function* batches(): AsyncGenerator<Row[]> {
    const connection = await connect();
    try {
      const { sql, params } = toSql(plan, connection.names);
      for await (const batch of connection.batches(sql, params)) yield toRows(batch) as Row[];
    } catch (error) {
      throw await explain(error, plan.table, connection);
    } finally {
      await connection.close();
    }
  }
  const rows = async (): Promise<Row[]> => {
    const all: Row[] = [];
    for await (const batch of batches()) for (const row of batch) all.push(row);
    return all;
  };

  return {
    select: (...columns) => refine({ columns }),
    where: (column: string, op: Condition['op'], value: Condition['value']) =>
      refine({ conditions: [...plan.conditions, { column, op, value }] }),
    orderBy: (column, direction = 'asc') => refine({ order: [...plan.order, { column, direction }] }),
    limit: (count) => refine({ limit: count }),
    head: (count = 5) => refine({ limit: count }),
    rows,
    batches,
    async count() {
      const connection = await connect();
      try {
        const { sql, params } = toSql(plan, connection.names);
        const result = await connection.query(`SELECT count(*) FROM (${sql}) AS counted`, params);
        return Number(result.rows[0]?.[0] ?? 0);
      } catch (error) {
        throw await explain(error, plan.table, connection);
      } finally {
        await connection.close();
      }
    },
    async *[Symbol.asyncIterator]() {
      for await (const batch of batches()) yield* batch;
    },
  };
}

const operators = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function toSql(plan: Plan, names: QueryNames): { sql: string; params: QueryParameter[] } {
  const params: QueryParameter[] = [];
  const bind = (value: ComparedValue): string => {
    params.push(value instanceof Date ? value.toISOString() : value);
    return names.parameter(params.length);
  };
  const columns = plan.columns.map((column) => names.quote(column)).join(', ') || '*';
  const conditions = plan.conditions.map((condition) => toCondition(condition, names, bind));
  const order = plan.order.map(
    ({ column, direction }) => `${names.quote(column)} ${direction === 'asc' ? 'ASC' : 'DESC'}`,
  );
  const sql = [
    `SELECT ${columns} FROM ${names.table(plan.table)}`,
    conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
    order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    plan.limit === undefined ? '' : `LIMIT ${Math.max(0, Math.trunc(plan.limit))}`,
  ];
  return { sql: sql.filter((part) => part !== '').join(' '), params };
}

function toCondition(
  { column, op, value }: Condition,
  names: QueryNames,
  bind: (value: ComparedValue) => string,
): string {
  const name = names.quote(column);
  if (op === 'in' || op === 'not_in') {
    const values = Array.isArray(value) ? value : [value];
    // No database takes an empty list: nothing is in it.
    if (values.length === 0) return op === 'in' ? '1 = 0' : '1 = 1';
    return `${name} ${op === 'in' ? 'IN' : 'NOT IN'} (${values.map(bind).join(', ')})`;
  }
  if (value === null) return `${name} IS ${op === 'ne' ? 'NOT ' : ''}NULL`;
  return `${name} ${operators[op]} ${bind(value as ComparedValue)}`;
}

/** A table that is not there is worth its own error: the usual cause is a name before naming conventions. */
async function explain(error: unknown, table: string, connection: Connection): Promise<unknown> {
  const found = await connection.inspect([table]);
  if (found.size > 0) return error;
  const tables = await connection.listTables();
  return new SluiceError('TABLE_NOT_FOUND', 'The dataset has no such table', {
    place: { table },
    remedy: tables.length > 0 ? `It has ${tables.join(', ')}` : 'It has no tables yet: load something first',
    cause: error,
  });
}
