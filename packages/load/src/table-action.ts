import { type MergeStrategy, SluiceError, type Table } from '@sluice/schema';
import type { Destination, PlannedTable, ReplaceStrategy } from './contract.ts';

export interface StrategyChoice {
  /** How tables are replaced. Default: the first strategy the destination offers. */
  readonly replaceStrategy?: ReplaceStrategy | undefined;
  /**
   * Lets a merge without any key add its rows, as dlt does. Default false: `MERGE_KEY_MISSING`, because a merge
   * that never finds anything to replace is an append that looks like something safer.
   */
  readonly allowKeyless?: boolean | undefined;
}

/**
 * What happens to a chain of tables, by the hints of its root. What the destination does not offer is refused
 * (`LOAD_STRATEGY_UNSUPPORTED`), never replaced by something else.
 */
export function tableAction(
  root: Table,
  destination: Pick<Destination, 'name' | 'capabilities'>,
  choice: StrategyChoice = {},
): PlannedTable['action'] {
  const { replaceStrategies, mergeStrategies } = destination.capabilities;
  switch (root.write_disposition) {
    case 'replace': {
      const strategy = offered('replace', choice.replaceStrategy, replaceStrategies, root, destination.name);
      return { disposition: 'replace', strategy };
    }
    case 'merge': {
      const asked = root['x-merge-strategy'] as MergeStrategy | undefined;
      const strategy = offered('merge', asked, mergeStrategies, root, destination.name);
      refuseOptions(root, strategy);
      if (strategy !== 'scd2') requireKey(root, strategy, choice.allowKeyless === true);
      return { disposition: 'merge', strategy };
    }
    case 'skip':
      throw new SluiceError(
        'LOAD_STRATEGY_UNSUPPORTED',
        'The write disposition "skip" is for system tables: nothing would be loaded',
        {
          place: { table: root.name },
          remedy: 'Use "append", "replace" or "merge", or leave the resource out',
        },
      );
    default:
      return { disposition: 'append' };
  }
}

/** What changes the outcome of a merge and is not understood must not be passed over. */
const mergeOptions = [
  'x-merge-source-filter',
  'x-merge-destination-scope',
  'x-merge-skip-unchanged-rows',
] as const;

function refuseOptions(root: Table, strategy: MergeStrategy): void {
  for (const option of mergeOptions)
    if (root[option] !== undefined && root[option] !== null && root[option] !== false)
      throw new SluiceError(
        'LOAD_STRATEGY_UNSUPPORTED',
        `The table asks for an option of the merge strategy "${strategy}" that is not offered: ${option}`,
        { place: { table: root.name }, remedy: 'Leave the option out, and filter the records instead' },
      );
}

function offered<S extends string>(
  kind: 'replace' | 'merge',
  asked: S | undefined,
  strategies: readonly S[],
  root: Table,
  destination: string,
): S {
  const strategy = asked ?? strategies[0];
  if (strategy !== undefined && strategies.includes(strategy)) return strategy;
  const what =
    strategy === undefined ? `is to be loaded with "${kind}"` : `asks for ${kind} strategy "${strategy}"`;
  const offer = strategies.map((name) => `"${name}"`).join(', ');
  throw new SluiceError(
    'LOAD_STRATEGY_UNSUPPORTED',
    `The table ${what}, which ${destination} does not offer`,
    {
      place: { table: root.name },
      remedy: offer === '' ? `Use another write disposition than "${kind}"` : `It offers ${offer}`,
    },
  );
}

function requireKey(root: Table, strategy: MergeStrategy, allowKeyless: boolean): void {
  const columns = [...root.columns.values()];
  if (columns.some((column) => column.primary_key)) return;
  const takesMergeKey = strategy === 'delete-insert';
  if (takesMergeKey && (allowKeyless || columns.some((column) => column.merge_key))) return;
  throw new SluiceError(
    'MERGE_KEY_MISSING',
    `The table is to be merged ("${strategy}") but has no ${takesMergeKey ? 'primary key or merge key' : 'primary key'}`,
    {
      place: { table: root.name },
      remedy: `Declare its ${takesMergeKey ? 'primaryKey or mergeKey' : 'primaryKey'}, or use the write disposition "append" or "replace"`,
    },
  );
}
