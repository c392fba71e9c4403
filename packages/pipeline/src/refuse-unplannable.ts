import {
  type Connection,
  type Destination,
  openDataset,
  type PreparedPackage,
  planLoad,
  type StrategyChoice,
  type TableFailurePolicy,
} from '@sluice/load';
import { isSluiceError } from '@sluice/schema';

/** Where a package is to be loaded, and how. */
export interface PlanTarget {
  readonly destination: Destination;
  readonly strategies: StrategyChoice;
  /** With `continue`, what one table refuses is left to the load: rows that lack a value, and tables that do not fit. */
  readonly onTableFailure: TableFailurePolicy;
}

/**
 * Plans the load against the tables that are there: a package that they cannot take would stand in the way of all that
 * follow. A destination that cannot be asked just now is no reason to throw away what was extracted.
 */
export async function refuseUnplannable(
  prepared: PreparedPackage,
  { destination, strategies, onTableFailure }: PlanTarget,
): Promise<void> {
  let connection: Connection | undefined;
  try {
    connection = await openDataset(destination, prepared.manifest.dataset, prepared.schema);
    const onMisfit = onTableFailure === 'continue' ? () => {} : undefined;
    const at = { ...prepared, folder: '' };
    const plan = await planLoad(at, connection, destination, strategies, { onMisfit });
    // What no statement can say, such as a type that the destination has not, is found out by writing them.
    connection.explain(plan);
  } catch (error) {
    if (isSluiceError(error) && destination.classify(error) !== 'transient') throw error;
  } finally {
    await connection?.close();
  }
}
