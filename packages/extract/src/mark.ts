import type { MarkHints } from './hints/hints.ts';

/** A record with a note of where it goes. Steps see the record alone; the note stays with what they make of it. */
export class Marked<T> {
  readonly record: T;
  readonly note: Note;

  constructor(record: T, note: Note) {
    this.record = record;
    this.note = note;
  }
}

export interface Note {
  /** Table the record goes to. */
  readonly table?: string;
  /** Hints that hold from this record on. */
  readonly hints?: MarkHints;
  /** The hints are for their own table alone, not for all tables of the resource. */
  readonly isVariant?: boolean;
  /** There is no record: the table is created even if it stays empty. */
  readonly isTableOnly?: boolean;
}

/**
 * Sends a record (or a page of them) to another table of the same resource. A resource whose `table` is a function
 * does not look at it.
 */
export function withTable<T>(record: T | Marked<T>, table: string): Marked<T> {
  return note(record, { table });
}

/**
 * Changes the hints of a resource from this record on. With `variant`, the hints (which name a table) are those of
 * that table alone, and the record goes there.
 */
export function withHints<T>(
  record: T | Marked<T>,
  hints: MarkHints,
  { variant = false }: { readonly variant?: boolean } = {},
): Marked<T> {
  return note(record, { hints, ...(variant && { isVariant: true }) });
}

/** Yielded in place of a record: the table is created at the destination even if no record ever comes. */
export function materialize(): Marked<never> {
  return new Marked<unknown>(null, { isTableOnly: true }) as Marked<never>;
}

function note<T>(record: T | Marked<T>, added: Note): Marked<T> {
  return record instanceof Marked
    ? new Marked(record.record, { ...record.note, ...added })
    : new Marked(record, added);
}

/** The record behind a note, if there is one; a note about a table alone has none. */
export function recordOf(item: unknown): unknown {
  return item instanceof Marked ? item.record : item;
}
