import type { Json } from '../json/json.ts';
import { byCodePoint } from '../json/order.ts';
import { type Instant, type RawTable, tagged } from './cell.ts';

const LOAD_ID = /^\d{9,11}\.\d+$/;

/** Load ids of a dataset, numbered from 1 in ascending order, and the times they stand for. */
export class LoadLabels {
  readonly #numbers = new Map<string, number>();
  readonly #times = new Map<bigint, number>();

  constructor(tables: ReadonlyMap<string, RawTable>) {
    const ids = new Set<string>();
    for (const { rows } of tables.values()) {
      for (const row of rows) {
        for (const column of ['_dlt_load_id', 'load_id']) {
          const value = row.get(column);
          if (typeof value === 'string' && LOAD_ID.test(value)) ids.add(value);
        }
      }
    }
    for (const id of [...ids].sort((a, b) => Number(a) - Number(b) || byCodePoint(a, b))) this.#add(id);
  }

  #add(id: string): void {
    const number = this.#numbers.size + 1;
    this.#numbers.set(id, number);
    const micros = toMicros(id);
    // A load id passes through a binary fraction on its way to a timestamp: allow for its rounding.
    for (const drift of [-2n, -1n, 0n, 1n, 2n]) {
      if (!this.#times.has(micros + drift)) this.#times.set(micros + drift, number);
    }
  }

  number(id: unknown): number {
    return (typeof id === 'string' && this.#numbers.get(id)) || 0;
  }

  /** `<load:n>`, or undefined where the text is no load id of this dataset. */
  label(id: string): string | undefined {
    const number = this.#numbers.get(id);
    return number === undefined ? undefined : `<load:${number}>`;
  }

  /** A timestamp that equals the time of a load, as its label. */
  timeLabel(value: Instant): Json | undefined {
    const number = this.#times.get(value.micros);
    return number === undefined ? undefined : tagged('load_time', BigInt(number));
  }

  /** A file path with load ids, job file ids and times replaced. */
  fileLabel(path: string): string {
    let out = path;
    for (const [id, number] of this.#numbers) out = out.replaceAll(id, `<load:${number}>`);
    return out.replace(/\.[0-9a-f]{10}\./g, '.<file>.').replace(/__\d{9,11}(\.\d+)?__/g, '__<time>__');
  }
}

function toMicros(id: string): bigint {
  const [seconds = '', fraction = ''] = id.split('.');
  const micros = BigInt(seconds + fraction.slice(0, 6).padEnd(6, '0'));
  return micros + (Number(`0.${fraction.slice(6) || '0'}`) > 0.5 ? 1n : 0n);
}
