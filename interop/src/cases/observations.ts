import type { Json } from '../json/json.ts';
import { encodeValue } from '../units/values.ts';

/** What resources saw during a run: elements pulled, the cursor, the state. */
export class Observations {
  readonly #seen = new Map<string, Map<string, Json>>();

  of(resource: string): Map<string, Json> {
    const known = this.#seen.get(resource);
    if (known) return known;
    const record = new Map<string, Json>([['pulled', 0n]]);
    this.#seen.set(resource, record);
    return record;
  }

  pulled(resource: string): void {
    const record = this.of(resource);
    record.set('pulled', BigInt(Number(record.get('pulled'))) + 1n);
  }

  note(resource: string, key: string, value: unknown): void {
    this.of(resource).set(key, encodeValue(value));
  }

  toJson(): Json | undefined {
    if (this.#seen.size === 0) return undefined;
    return new Map([...this.#seen].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
