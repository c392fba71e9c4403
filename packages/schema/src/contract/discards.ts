import type { ContractEntity } from '../document/schema.ts';

/** Rows or values that a contract left out of a load. */
export interface Discard {
  readonly table: string;
  /** Whose mode said so: `data_type` also for values that would have gone to a variant column. */
  readonly entity: ContractEntity;
  /** The table, the column, or the keys that lead to a value that was left out before there were columns. */
  readonly name: string;
  /** `discard_row`: whole rows were left out; `discard_value`: single values of them. */
  readonly mode: 'discard_row' | 'discard_value';
  /** How often. Rows that were nested in those left out are not counted. */
  readonly rows: number;
}

/** Names of columns may be data gone astray: of more than these, only the sum is kept. */
const maxNames = 1_000;

/** Adds up what contracts leave out. */
export class DiscardCounts {
  readonly #counts = new Map<string, { -readonly [K in keyof Discard]: Discard[K] }>();

  /** @param rows default 1 */
  add(discard: Omit<Discard, 'rows'>, rows = 1): void {
    const { table, entity, mode } = discard;
    const name = this.#counts.size < maxNames ? discard.name : this.#known(discard) ? discard.name : '…';
    const key = JSON.stringify([table, entity, name, mode]);
    const count = this.#counts.get(key);
    if (count) count.rows += rows;
    else this.#counts.set(key, { table, entity, name, mode, rows });
  }

  /** In the order they first came in. */
  list(): readonly Discard[] {
    return [...this.#counts.values()].map((count) => ({ ...count }));
  }

  #known({ table, entity, name, mode }: Omit<Discard, 'rows'>): boolean {
    return this.#counts.has(JSON.stringify([table, entity, name, mode]));
  }
}
