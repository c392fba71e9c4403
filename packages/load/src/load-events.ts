import type { LoadFailure } from './load-failure.ts';

/**
 * What happens while a package is loaded, in this order. After `load-retried` everything can come again; after
 * `table-failed` what follows `load-started`. A table that does not fit fails before the load has started.
 *
 * | event | when |
 * |---|---|
 * | `load-started` | the plan is made; `jobs`, `rows` and `bytes` are what there is to bring |
 * | `job-staged` | one part file is at the destination; `done` of `jobs` are |
 * | `load-publishing` | everything is there and about to become visible |
 * | `table-failed` | the load goes on without a chain of tables (`onTableFailure: 'continue'`) |
 * | `load-retried` | an attempt failed and is made again after `delayMs` milliseconds |
 * | `load-published` | rows, schema, state and load record are visible |
 */
export type LoadEvent =
  | (EventOf<'load-started'> & { readonly jobs: number; readonly rows: number; readonly bytes: number })
  | (EventOf<'job-staged'> & {
      readonly table: string;
      readonly rows: number;
      readonly bytes: number;
      readonly done: number;
      readonly jobs: number;
    })
  | EventOf<'load-publishing'>
  | (EventOf<'table-failed'> & { readonly failure: LoadFailure })
  | (EventOf<'load-retried'> & {
      /** The one that failed; the first is number 1. */
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: unknown;
    })
  | EventOf<'load-published'>;

interface EventOf<T extends string> {
  readonly type: T;
  readonly loadId: string;
  /** Physical name. */
  readonly dataset: string;
}
