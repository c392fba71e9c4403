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

  /** @param file where the schema comes from, for the message. */
  constructor(problems: readonly SchemaProblem[], file?: string) {
    const [first = { path: '', problem: 'is no schema' }] = problems;
    const others = problems.length - 1;
    const more = others > 0 ? `, and ${others} more ${others === 1 ? 'problem' : 'problems'}` : '';
    const where = file === undefined ? '' : `${file}: `;
    super('SCHEMA_INVALID', `${where}${first.path || 'The document'} ${first.problem}${more}`, {
      place: first.path ? { path: first.path } : {},
      remedy: 'Correct the document; annotations of your own begin with x-',
    });
    this.problems = problems;
  }
}
