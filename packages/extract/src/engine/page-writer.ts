import { SluiceError, type Table, type TableNames } from '@sluice/schema';
import { type ArrowData, isArrow } from '../arrow.ts';
import { checkMarkHints } from '../hints/check-hints.ts';
import { combineHints } from '../hints/combine-hints.ts';
import { computeTables, dependsOnRecord, tableNameOf } from '../hints/compute-tables.ts';
import type { MarkHints, ResourceHints } from '../hints/hints.ts';
import type { KnownTables } from '../hints/known-tables.ts';
import { Marked, type Note, recordOf } from '../mark.ts';
import type { Page } from '../page.ts';
import type { Chunk } from '../read-data/read-chunks.ts';

/** Records that were yielded one by one make a page when there are this many. */
export const pageRows = 100;

interface OpenPage {
  readonly table: string;
  readonly kind: Page['kind'];
  readonly definitions: readonly Table[] | null;
  readonly items: unknown[];
}

export interface PageWriterOptions {
  readonly names: TableNames | undefined;
  readonly known: KnownTables | undefined;
  /** Whether this resource says what a table is: several may write to one. */
  claims(table: string): boolean;
}

interface Defined {
  readonly tables: readonly Table[];
  /** Of the hints they were computed from: other hints mean other tables. */
  readonly hints: ResourceHints;
  /** The same tables as text, where each record may define others. */
  readonly text: string | null;
}

/** Sorts the records of a resource into pages, one table each, and says what the tables are. */
export class PageWriter {
  readonly #resource: string;
  readonly #options: PageWriterOptions;
  #hints: ResourceHints;
  /** Hints of single tables, that records brought along. */
  readonly #variants = new Map<string, ResourceHints>();
  readonly #defined = new Map<string, Defined>();
  readonly #checked = new WeakSet<object>();
  #full: Page[] = [];
  readonly #open = new Map<string, OpenPage>();
  #openRows = 0;
  rows = 0;

  constructor(resource: string, hints: ResourceHints, options: PageWriterOptions) {
    this.#resource = resource;
    this.#hints = hints;
    this.#options = options;
  }

  /** Takes records in. Returns whether pages should be handed on now. */
  add(items: readonly unknown[], { isPage }: Chunk): boolean {
    // Steps may have made records of an Arrow table, or the other way round. A page holds one kind.
    const kind = isArrow(recordOf(items[0])) ? 'arrow' : 'records';
    const isFixed = typeof this.#hints.table !== 'function' && !items.some((item) => item instanceof Marked);
    if (isFixed) this.#addAll(items, kind, tableNameOf(this.#resource, this.#hints, undefined));
    else for (const item of items) this.#addOne(item, kind);
    return isPage || kind === 'arrow' || this.#openRows >= pageRows;
  }

  /** Hands on everything that was taken in. */
  takePages(): readonly Page[] {
    for (const page of this.#open.values()) this.#close(page);
    const pages = this.#full;
    this.#full = [];
    this.#openRows = 0;
    return pages;
  }

  /** All tables as they are defined by now; before the first record, those that need none. */
  definitions(): readonly Table[] {
    if (this.#defined.size > 0) return [...this.#defined.values()].flatMap(({ tables }) => tables);
    if (typeof this.#hints.table === 'function' || dependsOnRecord(this.#hints)) return [];
    return this.#compute(this.#hints, undefined, undefined);
  }

  get tables(): readonly string[] {
    return [...this.#defined.keys()];
  }

  #addAll(items: readonly unknown[], kind: Page['kind'], table: string): void {
    const page = this.#pageFor(table, kind, this.#define(table, this.#hints, items[0]));
    for (const item of items) page.items.push(item);
    this.#count(items.length, kind, items);
  }

  #addOne(item: unknown, kind: Page['kind']): void {
    const note: Note = item instanceof Marked ? item.note : {};
    const record = item instanceof Marked ? item.record : item;
    const table = this.#route(note, record);
    const hints = this.#variants.get(table) ?? this.#hints;
    const page = this.#pageFor(table, kind, this.#define(table, hints, record));
    if (note.isTableOnly) {
      this.#close(page);
      this.#full.push({ ...this.#full.pop(), materialize: true } as Page);
      return;
    }
    page.items.push(record);
    this.#count(1, kind, [record]);
  }

  /** The table a record goes to, after the hints it brings along were taken in. */
  #route({ table, hints, isVariant }: Note, record: unknown): string {
    if (hints && isVariant) return this.#addVariant(hints);
    if (hints) {
      this.#check(hints);
      this.#hints = combineHints(this.#hints, hints);
    }
    const byRecord = typeof this.#hints.table === 'function';
    return table !== undefined && !byRecord ? table : tableNameOf(this.#resource, this.#hints, record);
  }

  #addVariant(hints: MarkHints): string {
    this.#check(hints);
    const { table } = hints;
    const isByRecord = Object.values(hints).some((hint) => typeof hint === 'function');
    if (typeof table !== 'string' || table === '' || isByRecord)
      throw new SluiceError(
        'HINT_INVALID',
        'Hints of a single table must name it, and cannot depend on the record',
        {
          place: { resource: this.#resource },
          remedy: 'Give `table` a name, and all hints their values',
        },
      );
    const before = this.#variants.get(table) ?? withoutFunctions(this.#hints);
    this.#variants.set(table, combineHints(before, hints));
    return table;
  }

  #check(hints: MarkHints): void {
    if (this.#checked.has(hints)) return;
    checkMarkHints(hints, this.#resource);
    this.#checked.add(hints);
  }

  /** The tables to announce with the next page, or null where they are known already. */
  #define(table: string, hints: ResourceHints, record: unknown): readonly Table[] | null {
    const known = this.#defined.get(table);
    const depends = dependsOnRecord(hints);
    if (known && known.hints === hints && !depends) return null;
    const tables = this.#options.claims(table) ? this.#compute(hints, table, record) : [];
    const text = depends ? textOf(tables) : null;
    this.#defined.set(table, { tables, hints, text });
    return tables.length === 0 || (text !== null && text === known?.text) ? null : tables;
  }

  #compute(hints: ResourceHints, table: string | undefined, record: unknown): readonly Table[] {
    const { names, known } = this.#options;
    return computeTables(
      { name: this.#resource, hints },
      {
        record,
        ...(table !== undefined && { table }),
        ...(table !== undefined && this.#variants.get(table) === hints && { isVariant: true }),
        ...(names && { names }),
        ...(known && { known }),
      },
    );
  }

  #pageFor(table: string, kind: Page['kind'], definitions: readonly Table[] | null): OpenPage {
    const open = this.#open.get(table);
    if (open && open.kind === kind && definitions === null) return open;
    if (open) this.#close(open);
    const page: OpenPage = { table, kind, definitions, items: [] };
    this.#open.set(table, page);
    return page;
  }

  #close({ table, kind, definitions, items }: OpenPage): void {
    this.#open.delete(table);
    this.#full.push({ resource: this.#resource, table, kind, items, ...(definitions && { definitions }) });
  }

  #count(items: number, kind: Page['kind'], content: readonly unknown[]): void {
    this.#openRows += items;
    this.rows += kind === 'records' ? items : content.reduce((sum: number, item) => sum + rowsOf(item), 0);
  }
}

function rowsOf(item: unknown): number {
  return isArrow(item) ? (item as ArrowData).numRows : 1;
}

function withoutFunctions(hints: ResourceHints): ResourceHints {
  const { cursor: _, ...others } = hints;
  return Object.fromEntries(Object.entries(others).filter(([, hint]) => typeof hint !== 'function'));
}

function textOf(tables: readonly Table[]): string {
  return JSON.stringify(tables, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}
