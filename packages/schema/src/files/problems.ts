import { SluiceError } from '../errors.ts';

/** One thing that is wrong with a schema file. */
export interface SchemaProblem {
  /** Where: the way to it (`tables.users.columns.id.data_type`), or a line. Empty for the document as a whole. */
  readonly path: string;
  /** A predicate: `is no text`. */
  readonly problem: string;
}

/** A schema that somebody wrote or edited by hand is not as it should be. Code `SCHEMA_INVALID`. */
export class SchemaInvalidError extends SluiceError {
  override readonly name = 'SchemaInvalidError';
  /** Everything that is wrong; the message names the first. */
  readonly problems: readonly SchemaProblem[];

  constructor(problems: readonly SchemaProblem[]) {
    const [first = { path: '', problem: 'is no schema' }] = problems;
    const others = problems.length - 1;
    const more = others > 0 ? `, and ${others} more ${others === 1 ? 'problem' : 'problems'}` : '';
    super('SCHEMA_INVALID', `${first.path || 'The document'} ${first.problem}${more}`, {
      place: first.path ? { path: first.path } : {},
      remedy: 'Correct the document; annotations of your own begin with x-',
    });
    this.problems = problems;
  }
}
