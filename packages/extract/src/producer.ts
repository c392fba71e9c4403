import type { ArrowData } from './arrow.ts';
import type { Context } from './context.ts';

/** A web stream, also where it is not async iterable yet. */
export interface WebStream<Y> {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Y | undefined }>;
    cancel(reason?: unknown): Promise<void>;
    releaseLock(): void;
  };
}

/** A collection of records: an array, anything iterable, a web or Node stream, an Arrow table or record batch. */
export type Records<Y> = Iterable<Y> | AsyncIterable<Y> | WebStream<Y> | (Y extends ArrowData ? Y : never);

/** Records, now or later. A yielded array is a page of records. */
export type Data<Y> = Records<Y> | PromiseLike<Records<Y>>;

/** Where records come from: data, or a function that is called when they are needed. */
export type Producer<Y, V = never> = Data<Y> | ((context: Context<V>) => Data<Y>);
