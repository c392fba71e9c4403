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
  };
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Where in a record an issue is: `pets.0.name`, or `the record`. */
export function issuePath({ path }: StandardIssue): string {
  if (!path || path.length === 0) return 'the record';
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}
