import type { Json } from '../json/json.ts';

/**
 * Calls our function for one line of a unit file: `in` and `settings` as they stand in the file, the answer in the
 * form of `out`. Where dlt answers with an error, an adapter throws a SluiceError or `Refused`.
 */
export type UnitAdapter = (input: Json, settings: Json | undefined) => Json | Promise<Json>;

/** Our function says no without throwing: a value that has no conversion, a name that is not valid. */
export class Refused extends Error {}
