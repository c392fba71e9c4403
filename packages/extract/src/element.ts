import type { Marked } from './mark.ts';

/**
 * The record in what a producer yields: the element of a page, the record behind a note, what a promise or generator
 * gives in the end. Null and undefined are no records.
 */
export type Element<Y> =
  Y extends Marked<infer M>
    ? Element<M>
    : Y extends null | undefined
      ? never
      : Y extends readonly (infer E)[]
        ? Unmarked<E>
        : Y extends Generator<infer G> | AsyncGenerator<infer G>
          ? Element<G>
          : Y extends PromiseLike<infer P>
            ? Element<P>
            : Y;

/** The record in what a transformer or `flatMap` returns: one, several in any collection, or none. */
export type Emitted<R> =
  R extends PromiseLike<infer P>
    ? Emitted<P>
    : R extends null | undefined
      ? never
      : R extends string | ReadonlyMap<unknown, unknown>
        ? R
        : R extends AsyncIterable<infer Y> | Iterable<infer Y>
          ? Element<Y>
          : Element<R>;

type Unmarked<E> = E extends Marked<infer M> ? Unmarked<M> : E extends null | undefined ? never : E;
