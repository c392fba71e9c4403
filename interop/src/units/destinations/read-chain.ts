import type { Connection } from '@sluice/load';
import type { Table } from '@sluice/schema';
import { type Json, object } from '../../json/json.ts';
import { compact } from '../../json/print.ts';
import { encodeValue } from '../values.ts';

/**
 * The rows of a chain of tables, in no order. Ids of copies count as one, but whether a row's parent and root row are
 * there is judged by the whole id.
 */
export async function readChain(tables: readonly Table[], connection: Connection): Promise<Json> {
  const ids = new Map<string, ReadonlySet<unknown>>();
  const read: (readonly [string, Json])[] = [];
  const root = tables[0]?.name ?? '';
  for (const table of tables) {
    const names = [...table.columns.keys()];
    const list = names.map((name) => connection.names.quote(name)).join(', ');
    const { rows } = await connection.query(`SELECT ${list} FROM ${connection.names.table(table.name)}`);
    ids.set(table.name, new Set(rows.map((row) => row[names.indexOf('_dlt_id')])));
    const links = [
      ['_dlt_parent_id', ids.get(table.parent ?? '')],
      ['_dlt_root_id', ids.get(root)],
    ] as const;
    const found = rows.map((row) =>
      object([
        ...names.map((name, index) => [name, withoutCopy(name, encodeValue(row[index]))] as const),
        ...links
          .filter(([name]) => names.includes(name))
          .map(
            ([name, known]) => [`${name} is there`, known?.has(row[names.indexOf(name)]) ?? false] as const,
          ),
      ]),
    );
    read.push([table.name, found.toSorted((a, b) => (compact(a) < compact(b) ? -1 : 1))]);
  }
  return object(read);
}

function withoutCopy(column: string, value: Json): Json {
  return typeof value === 'string' && column.endsWith('_id') ? value.replace(/~\d+/, '') : value;
}
