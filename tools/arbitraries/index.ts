export { key, ordinaryKey, systemKey, trickyKeys } from './keys.ts';
export { objectOf, type RecordParts, record, records, recordsOfOneShape } from './records.ts';
export { runs } from './runs.ts';
export { acceptedScalar, number, text, trickyTexts } from './scalars.ts';
export { column, schema, table, tableNamed } from './schemas.ts';
export { plainValue, scalarValue, value } from './values.ts';
