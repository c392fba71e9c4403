import { at, entriesOf, type Json, type JsonObject, object } from '../json/json.ts';
import { byCodePoint } from '../json/order.ts';
import { Instant, instantText, type RawTable, type Row } from './cell.ts';
import { schemaHash, without } from './hashes.ts';
import { readDocument } from './stored-text.ts';

/** How often a schema was saved on the way, and what it was before: no part of its content. */
const LOOSE = new Set(['version', 'previous_hashes', 'imported_version_hash']);

/** What the rows of `_dlt_version` say. */
export interface SchemaVersions {
  /** Content hash → document, tables by name. */
  readonly documents: Map<string, JsonObject>;
  /** What stands for the `schema` cell of a row. */
  readonly cells: ReadonlyMap<Row, Json>;
  /** The newest description of each table. */
  readonly tables: ReadonlyMap<string, Json>;
}

export function readSchemaVersions(table: RawTable | undefined): SchemaVersions {
  const documents = new Map<string, JsonObject>();
  const cells = new Map<Row, Json>();
  const tables = new Map<string, Json>();
  const oldestFirst = [...(table?.rows ?? [])].sort((a, b) => byCodePoint(savedAt(a), savedAt(b)));
  for (const row of oldestFirst) {
    const document = readDocument(row.get('schema'));
    const hash = schemaHash(document);
    const version = document.get('version') ?? null;
    const fits = hash === document.get('version_hash') && hash === row.get('version_hash');
    cells.set(
      row,
      object([
        ['$type', 'schema'],
        ['v', hash],
        ['version', version],
        ['previous_hashes', document.get('previous_hashes') ?? null],
        ['hash_ok', fits && version === row.get('version')],
      ]),
    );
    const described = [...entriesOf(at(document, 'tables'))].sort(([a], [b]) => byCodePoint(a, b));
    documents.set(hash, new Map<string, Json>([...without(document, LOOSE), ['tables', new Map(described)]]));
    for (const [name, description] of entriesOf(at(document, 'tables'))) tables.set(name, description);
  }
  return { documents, cells, tables };
}

function savedAt(row: Row): string {
  const value = row.get('inserted_at');
  return value instanceof Instant ? instantText(value) : String(value);
}
