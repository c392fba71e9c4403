/** How often, and after what time, a failure that may pass is tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first one included. Default 5; 1 = never again. */
  readonly attempts?: number | undefined;
  /** Milliseconds before the second attempt; each later one waits twice as long. Default 250. */
  readonly minDelayMs?: number | undefined;
  /** No wait is longer than this. Default 30,000 milliseconds. */
  readonly maxDelayMs?: number | undefined;
}

/** A policy with its defaults filled in. */
export function fillRetryPolicy({
  attempts = 5,
  minDelayMs = 250,
  maxDelayMs = 30_000,
}: RetryPolicy = {}): Required<{
  [K in keyof RetryPolicy]: number;
}> {
  return { attempts, minDelayMs, maxDelayMs };
}

/**
 * Milliseconds to wait after a failed attempt, the first being number 1: doubled each time, and between half of that and
 * all of it by chance, so that loads that failed together do not come back together.
 *
 * @param random from 0 up to 1
 */
export function retryDelay(attempt: number, policy: RetryPolicy = {}, random = Math.random()): number {
  const { minDelayMs, maxDelayMs } = fillRetryPolicy(policy);
  const longest = Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
  return Math.round(longest * (0.5 + random / 2));
}
