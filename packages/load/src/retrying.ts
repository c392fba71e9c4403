import { setTimeout as wait } from 'node:timers/promises';
import { fillRetryPolicy, type RetryPolicy, retryDelay } from './retry-policy.ts';

/** When and how something is done again. */
export interface RetryOptions {
  readonly retry?: RetryPolicy | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether a failure is worth another attempt. */
  mayPass(error: unknown): boolean;
  /** Told before each wait; the first attempt is number 1. */
  onRetry?(attempt: number, delayMs: number, error: unknown): void;
}

/** Does something again and again, as long as its failure may pass. Throws the last one, or the reason of the signal. */
export async function retrying<T>(
  work: () => Promise<T>,
  { retry, signal, mayPass, onRetry }: RetryOptions,
): Promise<T> {
  const { attempts } = fillRetryPolicy(retry);
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    let delayMs: number;
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= attempts || !mayPass(error)) throw error;
      delayMs = retryDelay(attempt, retry);
      onRetry?.(attempt, delayMs, error);
    }
    await wait(delayMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
}
