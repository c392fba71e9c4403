import {
  bumpSchema,
  type Column,
  type CompleteColumn,
  cloneSchema,
  copyTable,
  isComplete,
  mergeTable,
  type Runtime,
  type Schema,
  SluiceError,
  type TypeRules,
} from '@sluice/schema';
import { isLawfulWidening, typeOfColumn } from './column-type.ts';

export interface JoinOptions {
  /** Whether of two types of a column the wider one counts. */
  readonly widen: boolean;
  readonly types: TypeRules;
}

/**
 * The schema a load leaves behind where somebody else has stored another one of its name since it was extracted:
 * everything of theirs, and ours on top. What both define has to be of one type, or may be widened to one of the two,
 * else `LOAD_SCHEMA_CONFLICT`: parts of ours are written already, and so are rows of theirs.
 */
export function joinSchema(theirs: Schema, ours: Schema, runtime: Runtime, options: JoinOptions): Schema {
  const joined = cloneSchema(theirs);
  for (const table of ours.tables.values()) {
    const known = joined.tables.get(table.name);
    if (!known) {
      joined.tables.set(table.name, copyTable(table));
      continue;
    }
    const types = [...table.columns.values()].flatMap((column) => {
      const before = known.columns.get(column.name);
      return before
        ? [[column.name, widerType(ours.name, table.name, before, column, options)] as const]
        : [];
    });
    mergeTable(known, table);
    for (const [name, type] of types) setType(known.columns.get(name), type);
  }
  joined.version = Math.max(theirs.version, ours.version);
  bumpSchema(joined, runtime);
  return joined;
}

/**
 * The schema to load with where somebody else has moved it on since and the package brings nothing new to it: theirs.
 * Files of `tables` go into columns that have become wider meanwhile; any other new type of theirs is a
 * `LOAD_SCHEMA_CONFLICT`.
 */
export function followSchema(
  theirs: Schema,
  ours: Schema,
  tables: ReadonlySet<string>,
  runtime: Runtime,
  types: TypeRules,
): Schema {
  const followed = cloneSchema(theirs);
  for (const table of cloneSchema(ours).tables.values()) {
    const known = followed.tables.get(table.name);
    if (!known) {
      followed.tables.set(table.name, table);
      continue;
    }
    for (const [name, column] of table.columns) {
      const before = known.columns.get(name);
      if (!before || !isComplete(before)) known.columns.set(name, { ...column, ...before });
      else if (tables.has(table.name))
        setType(before, widerType(ours.name, table.name, before, column, { widen: true, types }));
    }
  }
  bumpSchema(followed, runtime);
  return followed;
}

const facts = ['data_type', 'precision', 'scale', 'timezone'] as const;

/** The column whose type counts; undefined where there is nothing to choose. */
function widerType(
  schema: string,
  table: string,
  theirs: Column,
  ours: Column,
  { widen, types }: JoinOptions,
): CompleteColumn | undefined {
  if (!isComplete(theirs) || !isComplete(ours)) return undefined;
  if (facts.every((fact) => theirs[fact] === ours[fact])) return undefined;
  const [before, after] = [typeOfColumn(theirs, types), typeOfColumn(ours, types)];
  // Ids follow from the values of a key as they were typed.
  const mayChange = widen && !theirs.primary_key && !ours.primary_key;
  if (mayChange && isLawfulWidening(before, after)) return ours;
  if (mayChange && isLawfulWidening(after, before)) return { ...theirs };
  throw new SluiceError(
    'LOAD_SCHEMA_CONFLICT',
    `Another process has made the column ${theirs.data_type}, this package holds it as ${ours.data_type}`,
    {
      place: { schema, table, column: ours.name },
      remedy:
        'Discard the package with abort() and run again: its data will be typed by the schema that is there now',
    },
  );
}

function setType(column: Column | undefined, type: CompleteColumn | undefined): void {
  if (!column || !type) return;
  for (const fact of facts) delete column[fact];
  for (const fact of facts) if (type[fact] !== undefined) Object.assign(column, { [fact]: type[fact] });
}
