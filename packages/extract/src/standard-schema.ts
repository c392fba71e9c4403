/**
 * The part of Standard Schema (https://standardschema.dev) that sluice calls: what zod, valibot, arktype and others
 * offer under `~standard`.
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    validate(value: unknown): StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    /** Standard JSON Schema. Where it is offered, columns get their types from it. */
    readonly jsonSchema?: StandardJsonSchema | undefined;
  };
}

/** How a schema is written as a JSON Schema: what it takes, and what it gives out. */
export interface StandardJsonSchema {
  input(options: StandardJsonSchemaOptions): Record<string, unknown>;
  output(options: StandardJsonSchemaOptions): Record<string, unknown>;
}

export interface StandardJsonSchemaOptions {
  readonly target: 'draft-2020-12';
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The keys that lead to what an issue is about; none for the record itself. */
export function issuePath({ path = [] }: StandardIssue): readonly PropertyKey[] {
  return path.map((part) => (typeof part === 'object' ? part.key : part));
}

/**
 * What issues say, as far as it can be told without a value of the record: messages of some libraries quote them, those
 * of zod do not. Undefined where nothing can be told.
 */
export function issuesProblem(
  [first, ...others]: readonly StandardIssue[],
  vendor: string,
): string | undefined {
  const { message, expected } = (first ?? {}) as { readonly message?: string; readonly expected?: unknown };
  const told = vendor === 'zod' ? message : typeof expected === 'string' ? `expected ${expected}` : undefined;
  return told && others.length > 0 ? `${told} (and ${others.length} more)` : told;
}

/** What a validator has against a record, in its own words: not part of any message, for it may quote values. */
export class RecordIssues extends Error {
  override readonly name = 'RecordIssues';
  readonly #issues: readonly StandardIssue[];

  constructor(issues: readonly StandardIssue[]) {
    super(`A validator has ${issues.length} objection${issues.length === 1 ? '' : 's'}: see \`issues\``);
    this.#issues = issues;
  }

  get issues(): readonly StandardIssue[] {
    return this.#issues;
  }
}
