import { setTimeout as wait } from 'node:timers/promises';
import type { Destination } from './contract.ts';
import { fillRetryPolicy, type RetryPolicy, retryDelay } from './retry-policy.ts';

/**
 * Does what asks the destination and changes nothing, again and again as long as its failure may pass. The last error is
 * thrown as it is, or the reason of the signal.
 */
export async function retrying<T>(
  work: () => Promise<T>,
  destination: Pick<Destination, 'classify'>,
  { retry, signal }: { readonly retry?: RetryPolicy | undefined; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  const { attempts } = fillRetryPolicy(retry);
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= attempts || destination.classify(error) !== 'transient') throw error;
    }
    await pause(retryDelay(attempt, retry), signal);
  }
}

/** @throws the signal's reason */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}
