import { isArrow } from '../arrow.ts';
import type { Limit } from '../limit.ts';
import { Marked, recordOf } from '../mark.ts';
import type { Chunk } from '../read-data/read-chunks.ts';

/** Counts towards a limit. */
export class LimitCount {
  readonly #limit: Limit;
  #rows = 0;
  #items = 0;
  #began: number | null = null;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  begin(): void {
    this.#began ??= performance.now();
  }

  /** Records that may still come. */
  get rowsLeft(): number {
    return (this.#limit.rows ?? Number.POSITIVE_INFINITY) - this.#rows;
  }

  get isRowsReached(): boolean {
    return this.rowsLeft <= 0;
  }

  get isReached(): boolean {
    const { items = Number.POSITIVE_INFINITY, ms = Number.POSITIVE_INFINITY } = this.#limit;
    const elapsed = this.#began === null ? 0 : performance.now() - this.#began;
    return this.isRowsReached || this.#items >= items || elapsed >= ms;
  }

  /** As much of a record or Arrow table as the limit lets through, which is something as long as rows are left. */
  cut(item: unknown): unknown {
    const left = this.rowsLeft;
    const content = recordOf(item);
    const size = isArrow(content) ? content.numRows : 1;
    this.#rows += Math.min(size, left);
    if (size <= left || !isArrow(content)) return item;
    const part = content.slice(0, left);
    return item instanceof Marked ? new Marked(part, item.note) : part;
  }

  /** A page counts once, as long as something is left of it; an empty one does too. */
  countItems({ isPage, items }: Chunk, kept: number): void {
    if (isPage) this.#items += kept > 0 || items.length === 0 ? 1 : 0;
    else this.#items += kept;
  }
}
