import type { Schema } from '@sluice/schema';
import type { Connection, Destination } from './contract.ts';
import { keepsCase } from './fold-name.ts';

/**
 * Opens a dataset for loads of a schema: its naming convention says whether names keep their case there.
 *
 * @param dataset its physical name
 */
export function openDataset(
  destination: Destination,
  dataset: string,
  { normalizers }: Pick<Schema, 'normalizers'>,
  signal?: AbortSignal,
): Promise<Connection> {
  const isKept = keepsCase(normalizers.names, destination.capabilities.identifiers);
  return destination.open({ dataset, keepsCase: isKept, ...(signal && { signal }) });
}
