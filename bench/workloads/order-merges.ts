import { sluiceLoads } from '../contenders/sluice.ts';
import { sluiceBase } from '../contenders/sluice-base.ts';
import { dataFile } from '../data/data-set.ts';
import { changes, orders } from '../data/orders.ts';
import type { Engine } from '../engines/engine.ts';
import { type Setup, scaled } from '../run/setup.ts';
import type { Contender, Target } from '../run/workload.ts';
import { timesAsLongAs } from './targets.ts';

export interface OrderMerges {
  readonly records: number;
  /** The orders that are there before, and the changes to merge into them: files of newline-delimited JSON. */
  readonly base: string;
  readonly input: string;
  /** All of the changes, then a half and a quarter as many. */
  readonly contenders: readonly Contender[];
  readonly targets: readonly Target[];
}

/** A merge of a hundred thousand orders into a million, and smaller ones, to see what more changes cost. */
export function orderMerges(setup: Setup, engine: Engine): OrderMerges {
  const size = scaled(setup, 1_000_000);
  const records = scaled(setup, 100_000);
  const base = dataFile(orders, size);
  const input = dataFile(changes(size), records);
  const options = { table: 'orders', primaryKey: 'id', writeDisposition: 'merge' };
  const loaded = sluiceBase(setup, engine, { input: base, options });
  const parts = [2, 4].flatMap((parts) => {
    const fewer = Math.round(records / parts);
    return sluiceLoads(setup, engine, {
      suffix: `, 1/${parts} of the changes`,
      records: fewer,
      input: dataFile(changes(size), fewer),
      options,
      base: loaded,
      check: 'nothing',
    });
  });
  return {
    records,
    base,
    input,
    contenders: [...sluiceLoads(setup, engine, { records, input, options, base: loaded }), ...parts],
    targets: [
      timesAsLongAs('sluice', 'sluice, 1/2 of the changes', 2),
      timesAsLongAs('sluice', 'sluice, 1/4 of the changes', 4),
    ],
  };
}
