import { type MergeStrategy, SluiceError, type Table } from '@sluice/schema';
import type { Destination, MergeOption } from './contract.ts';

/** The options of each strategy. What a strategy does not have is refused, never passed over. */
const optionsOf: Readonly<Record<MergeStrategy, readonly MergeOption[]>> = {
  'delete-insert': ['source_filter', 'destination_scope'],
  upsert: ['source_filter', 'skip_unchanged_rows'],
  'insert-only': [],
  scd2: ['source_filter', 'destination_scope'],
  cdc: ['source_filter', 'destination_scope', 'skip_unchanged_rows'],
};

const annotations: Readonly<Record<MergeOption, `x-${string}`>> = {
  source_filter: 'x-merge-source-filter',
  destination_scope: 'x-merge-destination-scope',
  skip_unchanged_rows: 'x-merge-skip-unchanged-rows',
};

/** Whether a table asks for an option. An empty value takes back what an earlier run asked for. */
export function hasMergeOption(root: Table, option: MergeOption): boolean {
  const value = root[annotations[option]];
  return value !== undefined && value !== null && value !== false && value !== '';
}

/** @throws LOAD_STRATEGY_UNSUPPORTED for an option that the strategy does not have or the destination does not offer */
export function refuseMergeOptions(
  root: Table,
  strategy: MergeStrategy,
  { name, capabilities }: Pick<Destination, 'name' | 'capabilities'>,
): void {
  for (const option of Object.keys(annotations) as MergeOption[]) {
    if (!hasMergeOption(root, option)) continue;
    const isOfStrategy = optionsOf[strategy].includes(option);
    if (isOfStrategy && capabilities.mergeOptions.includes(option)) continue;
    throw new SluiceError(
      'LOAD_STRATEGY_UNSUPPORTED',
      isOfStrategy
        ? `The table asks for the merge option ${option}, which ${name} does not offer`
        : `The table asks for ${option}, which the merge strategy "${strategy}" does not have`,
      {
        place: { table: root.name },
        remedy: isOfStrategy
          ? 'Leave the option out, and filter the records instead'
          : `Leave it out, or use a strategy that has it: ${strategiesWith(option)}`,
      },
    );
  }
}

function strategiesWith(option: MergeOption): string {
  return Object.entries(optionsOf)
    .filter(([, options]) => options.includes(option))
    .map(([strategy]) => strategy)
    .join(', ');
}
