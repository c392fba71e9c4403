import { type DataType, SluiceError } from '@sluice/schema';

/** Something about a real table that keeps a load out. */
export type Misfit = { readonly table: string } & (
  | { readonly kind: 'view' }
  | {
      readonly kind: 'missing';
      readonly column: string;
      readonly type: DataType;
      /** `root-key`: what is there could not be merged; `no-versions`: rows that are there are no versions. */
      readonly reason: 'required' | 'root-key' | 'no-versions';
    }
  | {
      readonly kind: 'narrow';
      readonly column: string;
      /** The type at the destination, in its own words. */
      readonly real: string;
      readonly type: string;
      /** Whether the option `widen` would do away with it. */
      readonly helpsWiden: boolean;
    }
  /** Values that are there would be rounded by what the load needs. */
  | { readonly kind: 'rounded'; readonly column: string; readonly real: string }
  | { readonly kind: 'not-null'; readonly column: string; readonly helpsWiden: boolean }
  | { readonly kind: 'generated' | 'unfilled' | 'dropped'; readonly column: string }
);

/** Refuses a load that does not fit the real tables. @throws LOAD_COLUMN_NOT_NULL, LOAD_SCHEMA_DRIFT */
export function refuseMisfits(misfits: readonly Misfit[], schema: string): void {
  const [first, ...others] = misfits;
  if (first) throw misfitError([first, ...others], schema);
}

/**
 * Everything that keeps a load out, in one error: `LOAD_COLUMN_NOT_NULL` where all of it are columns that tables lack,
 * else `LOAD_SCHEMA_DRIFT`.
 */
export function misfitError(misfits: readonly [Misfit, ...Misfit[]], schema: string): SluiceError {
  const [first] = misfits;
  const tables = new Set(misfits.map(({ table }) => table));
  const column = misfits.length === 1 && 'column' in first ? first.column : undefined;
  const isLack = misfits.every(({ kind }) => kind === 'missing');
  const statements = [...Map.groupBy(misfits, ({ table }) => table)].map(
    ([table, found]) => `${table}: ${describeTable(found)}`,
  );
  return new SluiceError(
    isLack ? 'LOAD_COLUMN_NOT_NULL' : 'LOAD_SCHEMA_DRIFT',
    `${isLack ? 'Tables lack columns that cannot be null' : 'Tables at the destination do not fit the load'}. ${statements.join('; ')}`,
    {
      place: {
        schema,
        ...(tables.size === 1 && { table: first.table }),
        ...(column !== undefined && { column }),
      },
      remedy: `${[...new Set(misfits.map(remedyOf))].join('; ')}; where the package is sealed already, discard it with abort()`,
    },
  );
}

function describeTable(misfits: readonly Misfit[]): string {
  const missing = misfits.filter((misfit) => misfit.kind === 'missing');
  const others = misfits.filter((misfit) => misfit.kind !== 'missing');
  const lack = missing.map(({ column, type }) => `${column} (${type})`).join(', ');
  return [...(missing.length > 0 ? [`there is no ${lack}`] : []), ...others.map(describe)].join(', ');
}

function describe(misfit: Exclude<Misfit, { kind: 'missing' }>): string {
  switch (misfit.kind) {
    case 'view':
      return 'is a view, or another relation that no load can write to';
    case 'narrow':
      return `${misfit.column} is ${misfit.real}, which cannot hold ${misfit.type}`;
    case 'rounded':
      return `${misfit.column} is ${misfit.real} and holds integers beyond 2^53, which a column of doubles would round`;
    case 'not-null':
      return `${misfit.column} is NOT NULL, and gets nulls`;
    case 'generated':
      return `${misfit.column} gets its values from the destination alone`;
    case 'unfilled':
      return `${misfit.column} is NOT NULL without a default, and the schema does not know it`;
    case 'dropped':
      return `${misfit.column} is unknown to the schema, and putting a new table in the old one's place would drop it`;
  }
}

function remedyOf(misfit: Misfit): string {
  switch (misfit.kind) {
    case 'view':
      return 'Load into a table of another name';
    case 'missing':
      return missingRemedy[misfit.reason];
    case 'narrow':
      return misfit.helpsWiden
        ? 'Change the columns with pipeline({ widen: true }), or declare the types that are there'
        : 'Declare the types that are there, rename the columns, or load into another table';
    case 'rounded':
      return 'Declare the columns bigint (fractions go to variant columns then) or decimal';
    case 'not-null':
      return misfit.helpsWiden
        ? 'Let the columns take nulls with pipeline({ widen: true }), or give every row a value'
        : 'Give every row a value, or let the columns take nulls';
    case 'generated':
      return 'Leave the columns out of the records, or let the destination take values for them';
    case 'unfilled':
      return 'Give the columns a default, or every record a value';
    case 'dropped':
      return "Use the replace strategy 'insert-from-staging' or 'truncate-and-insert'";
  }
}

const missingRemedy = {
  required:
    'Have them added with pipeline({ adopt: true }), null in rows that are there; or load into another table',
  'root-key':
    'Have the keys that merging needs added, and filled along the links to parents, with pipeline({ adopt: true }); or keep the write disposition',
  'no-versions':
    'Rows that are there are no versions: load into another table, or use another merge strategy',
} as const;
