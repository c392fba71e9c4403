import {
  bumpSchema,
  type Column,
  cloneSchema,
  copyTable,
  isComplete,
  mergeTable,
  type Runtime,
  type Schema,
  SluiceError,
} from '@sluice/schema';

/**
 * The schema a load leaves behind where somebody else has stored another one of its name since it was extracted:
 * everything of theirs, and ours on top. What both define has to be of one type, else `LOAD_SCHEMA_CONFLICT`: parts
 * of ours are written already, and so are rows of theirs.
 */
export function joinSchema(theirs: Schema, ours: Schema, runtime: Runtime): Schema {
  const joined = cloneSchema(theirs);
  for (const table of ours.tables.values()) {
    const known = joined.tables.get(table.name);
    if (!known) {
      joined.tables.set(table.name, copyTable(table));
      continue;
    }
    for (const column of table.columns.values())
      refuseOtherType(ours.name, table.name, known.columns.get(column.name), column);
    mergeTable(known, table);
  }
  joined.version = Math.max(theirs.version, ours.version);
  bumpSchema(joined, runtime);
  return joined;
}

function refuseOtherType(schema: string, table: string, theirs: Column | undefined, ours: Column): void {
  if (!theirs || !isComplete(theirs) || !isComplete(ours)) return;
  const facts = ['data_type', 'precision', 'scale', 'timezone'] as const;
  if (facts.every((fact) => theirs[fact] === ours[fact])) return;
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
