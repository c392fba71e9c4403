import type { Context } from './context.ts';
import type { ResourceHints } from './hints/hints.ts';
import type { Limit } from './limit.ts';
import type { Producer } from './producer.ts';
import type { Step } from './steps.ts';

/** A resource as engines see it. */
export interface ReadableResource {
  readonly name: string;
  readonly hints: ResourceHints;
  readonly definition: ResourceDefinition;
}

/** What a resource is made of. */
export interface ResourceDefinition {
  readonly name: string;
  readonly hints: ResourceHints;
  /** Where records come from, or what makes them from those of another resource. */
  readonly head: Head;
  /** In the order they were added. The cursor follows them, then the limit. */
  readonly steps: readonly Step[];
  readonly limit: Limit | null;
  /** The resource that this one is a changed copy of. */
  readonly origin: ReadableResource | null;
}

type Head =
  | { readonly kind: 'producer'; readonly producer: Producer<unknown, unknown> }
  | {
      readonly kind: 'transformer';
      readonly from: ReadableResource | null;
      readonly call: (item: unknown, context: Context<unknown>) => unknown;
      readonly concurrency: number;
      readonly isOrdered: boolean;
      /** Called with what the parent yielded, page or record, instead of with each record. */
      readonly takesPages: boolean;
    };
