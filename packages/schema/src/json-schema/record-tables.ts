import type { ColumnHints } from '../hints/column-hints.ts';
import { elementOf } from './combine.ts';
import type { SchemaKeyword } from './json-schema.ts';
import { scalarColumn } from './scalar-column.ts';
import { isDictionary, type ObjectShape, type Property, type Shape } from './shape.ts';

/** A table that a schema of records tells of: of the records themselves, or of a list in them. */
export interface RecordTable {
  /** The keys that lead from a record to the list; none for the records. */
  readonly path: readonly string[];
  /** The path of the table it is nested in; null for the records. */
  readonly parent: readonly string[] | null;
  readonly columns: readonly RecordColumn[];
}

/** A column that a schema of records gives a table. */
export interface RecordColumn {
  /** The keys that lead from a row to the value: more than one inside an object. */
  readonly path: readonly string[];
  readonly hints: ColumnHints;
  /** Whether rows may have no value; undefined where that is for the data to say. */
  readonly isNullable: boolean | undefined;
}

/** What the tables of a shape depend on besides it. */
export interface RecordTablesOptions {
  /** How many levels of lists and objects are taken apart; what is deeper is kept as JSON. */
  readonly maxNesting: number;
  /** Whether records have passed a validator, which has filled in what has a default. */
  readonly isValidated: boolean;
  /** Columns may be null whatever the schema says: records come as they are. */
  readonly isLenient: boolean;
}

/**
 * The tables that records of a shape make: objects become columns (`home__city`), lists nested tables. An object
 * whose keys are data is one JSON column; what may be anything gets no column before there is a value.
 */
export function recordTables(record: Shape, options: RecordTablesOptions): readonly RecordTable[] {
  const tables: RecordTable[] = [];
  const keepsWhole = record.keyword.nested === 'json';
  /** Objects around the one at hand: where one contains itself, the rest is left to the data. */
  const around = new Set<ObjectShape>();

  const addTable = (path: readonly string[], parent: readonly string[] | null, row: Shape, level: number) => {
    if (row.object && around.has(row.object)) return;
    const columns: RecordColumn[] = [];
    tables.push({ path, parent, columns });
    const value = scalarColumn(row.scalars);
    const isMixed = kindsOf(row) > 1;
    if (value) columns.push({ path: ['value'], hints: value, isNullable: isMixed || nullable(row, true) });
    if (row.object && !isDictionary(row.object))
      addObject({ path, columns, rowLevel: level }, [], row.object, level, isMixed);
  };

  const addObject = (
    row: Row,
    keys: readonly string[],
    object: ObjectShape,
    level: number,
    absent: boolean,
  ) => {
    around.add(object);
    for (const [key, property] of object.properties)
      addProperty(row, [...keys, key], property, level, absent);
    around.delete(object);
  };

  const addProperty = (
    row: Row,
    keys: readonly string[],
    property: Property,
    level: number,
    absent: boolean,
  ) => {
    const inner = property.shape();
    if (inner.object && around.has(inner.object)) return;
    const { nested, ...told } = inner.keyword;
    const isRequired = property.isRequired || (options.isValidated && inner.hasDefault);
    const mayBeNull = absent || nullable(inner, isRequired);
    const add = (type: ColumnHints, isNullable: boolean | undefined) =>
      row.columns.push({ path: keys, hints: { ...type, ...described(inner), ...told }, isNullable });
    if (told.dataType !== undefined) return add({}, mayBeNull);
    if (inner.isAnything) {
      if (Object.keys(told).length > 0) add({}, undefined);
      return;
    }
    const isMixed = kindsOf(inner) > 1;
    const staysWhole = keepsWhole || nested === 'json' || level <= 0;
    const scalar = scalarColumn(inner.scalars);
    const whole = inner.object && (staysWhole || isDictionary(inner.object));
    if (scalar) add(scalar, mayBeNull || isMixed);
    else if (whole || (inner.list && staysWhole)) add({ dataType: 'json' }, mayBeNull || isMixed);
    if (staysWhole) return;
    if (inner.object && !whole) addObject(row, keys, inner.object, level - 1, mayBeNull || isMixed);
    if (inner.list) addTable([...row.path, ...keys], row.path, elementOf(inner.list), row.rowLevel - 1);
  };

  const nullable = (inner: Shape, isRequired: boolean): boolean =>
    options.isLenient || !isRequired || inner.isNullable;

  addTable([], null, record, options.maxNesting);
  return tables;
}

/** A table that is being put together. */
interface Row {
  readonly path: readonly string[];
  readonly columns: RecordColumn[];
  readonly rowLevel: number;
}

function kindsOf({ scalars, object, list }: Shape): number {
  return Number(scalars.length > 0) + Number(object !== null) + Number(list !== null);
}

function described({ description }: Shape): Pick<SchemaKeyword, 'description'> {
  return description === undefined ? {} : { description };
}
