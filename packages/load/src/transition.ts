import { channel } from 'node:diagnostics_channel';

const transitions = channel('sluice:transition');

/**
 * Announces that a load has just passed from one state to the next: `parts-written`, `sealed`, `in-transaction`,
 * `committed` and so on. Each is published as `{ name }` on the diagnostics channel `sluice:transition`; without a
 * subscriber nothing happens. Between two of them lies at most one change on disk or at the destination, so a test
 * that ends the process at every one of them has seen all the ways in which a load can be cut short.
 */
export function transition(name: string): void {
  if (transitions.hasSubscribers) transitions.publish({ name });
}
