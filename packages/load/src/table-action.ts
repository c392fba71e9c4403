import { type MergeStrategy, SluiceError, type Table } from '@sluice/schema';
import type { Destination, PlannedTable, ReplaceStrategy } from './contract.ts';
import { hasMergeOption, refuseMergeOptions } from './merge-options.ts';

/** How tables are loaded, as far as their hints leave it open. */
export interface StrategyChoice {
  /** How tables are replaced. Default: the first strategy the destination offers. */
  readonly replaceStrategy?: ReplaceStrategy | undefined;
  /**
   * Lets a merge without any key add its rows, as dlt does. Default false: `MERGE_KEY_MISSING`, because a merge
   * that never finds anything to replace is an append that looks like something safer.
   */
  readonly allowKeyless?: boolean | undefined;
  /**
   * Lets a load change columns that exist so that they take its values, where no value there is can be lost: more bits,
   * digits or characters, integers that become decimals or doubles, nulls. An integer column that meets a fraction
   * becomes one of doubles then, unless a hint declares its type. Default false: such a load is refused
   * (`LOAD_SCHEMA_DRIFT`), and a fraction goes to a variant column.
   */
  readonly widen?: boolean | undefined;
  /**
   * Lets a load add columns that must have a value to tables that exist, null in the rows that are there: so it takes
   * over a table that somebody else has made. Default false: `LOAD_COLUMN_NOT_NULL`, with the columns it lacks.
   */
  readonly adopt?: boolean | undefined;
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
      refuseMergeOptions(root, strategy, destination);
      refuseAmbiguity(root);
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
  const hasOther = columns.some((column) => column.merge_key) || hasMergeOption(root, 'destination_scope');
  if (takesMergeKey && (allowKeyless || hasOther)) return;
  throw new SluiceError(
    'MERGE_KEY_MISSING',
    `The table is to be merged ("${strategy}") but has no ${takesMergeKey ? 'primary key or merge key' : 'primary key'}`,
    {
      place: { table: root.name },
      remedy: `Declare its ${takesMergeKey ? 'primaryKey or mergeKey' : 'primaryKey'}, or use the write disposition "append" or "replace"`,
    },
  );
}

/** One column says what is deleted, and one which row of a key is kept. */
function refuseAmbiguity(root: Table): void {
  for (const hint of ['hard_delete', 'dedup_sort'] as const) {
    const names = [...root.columns.values()].filter((column) => column[hint]).map(({ name }) => name);
    if (names.length < 2) continue;
    throw new SluiceError(
      'MERGE_HINT_AMBIGUOUS',
      `Several columns have the hint ${hint}: ${names.join(', ')}`,
      {
        place: { table: root.name },
        remedy:
          'Give it to one of them; an empty hint takes it back from a column that has it from an earlier run',
      },
    );
  }
}
