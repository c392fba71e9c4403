import type { Json } from '../json/json.ts';

/**
 * Calls our function for one line of a unit file: `in` and `settings` as they stand in the file, the answer in the
 * form of `out`. Where dlt answers with an error, an adapter throws a SluiceError or `Refused`.
 */
export type AnswerAdapter = (input: Json, settings: Json | undefined) => Json | Promise<Json>;

/** For files whose text is no measure: what dlt's answer leads to is compared with what ours does. */
export interface OutcomeAdapter {
  /** Throws a SluiceError or `Refused` for no. */
  ours(line: UnitLine): Promise<Json>;
  /** In the same form. Throws `Refused` where a database does not take what dlt wrote. */
  theirs(line: UnitLine): Promise<Json>;
  /** What docs/dlt-compatibility.md has in place of `theirs`; asked for where the two differ. */
  licensed?(line: UnitLine): Promise<readonly OutcomeLicence[]>;
}

/** A tag of docs/dlt-compatibility.md, and the one outcome it allows in place of dlt's. */
export interface OutcomeLicence {
  readonly tag: string;
  readonly answer: Json;
}

/** One line of a unit file. */
export interface UnitLine {
  readonly input: Json;
  readonly settings: Json | undefined;
  /** dlt's answer; null for an error. */
  readonly out: Json;
}

export type UnitAdapter = AnswerAdapter | OutcomeAdapter;

/** A function says no without throwing: a value that has no conversion, a name that is not valid. */
export class Refused extends Error {}
