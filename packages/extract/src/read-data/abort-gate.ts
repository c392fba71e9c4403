/**
 * Waits for one promise at a time, and no longer than until the signal is aborted. One listener for a whole reading:
 * racing each promise against the signal anew would leave something behind with every record.
 */
export class AbortGate {
  readonly #signal: AbortSignal;
  #reject: ((reason: unknown) => void) | null = null;
  readonly #abort = () => this.#reject?.(this.#signal.reason);

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort);
  }

  /** @throws the signal's reason, once it is aborted */
  wait<T>(promise: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#signal.aborted) return reject(this.#signal.reason);
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#reject = null;
  }
}
