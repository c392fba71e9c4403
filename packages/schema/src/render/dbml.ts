import { rootOf, tableOf } from '../document/chain.ts';
import type { SchemaReference } from '../document/references.ts';
import type { CompleteColumn, Schema } from '../document/schema.ts';
import { isSystemTable, systemPrefix } from '../document/system-tables.ts';
import { type PictureTable, pictureOf, type RenderOptions } from './picture.ts';

/** What a DBML document shows. */
export interface DbmlOptions extends RenderOptions {
  /** One group of tables for each resource, and one for the system tables. Default false. */
  readonly groups?: boolean;
}

/**
 * The schema in DBML, the language of dbdiagram.io: tables with their columns, keys and descriptions, and the
 * references between them, implicit ones too.
 */
export function renderDbml(schema: Schema, options: DbmlOptions = {}): string {
  const { tables, references } = pictureOf(schema, options);
  const columns = new Map(tables.map(({ table, columns }) => [table.name, new Set(columns.map(nameOf))]));
  const isDrawn = (table: string, names: readonly string[]) =>
    names.every((name) => columns.get(table)?.has(name));
  const blocks = [
    ...tables.map((table) => tableBlock(table, options)),
    ...references
      .filter((reference) => isDrawn(reference.table, reference.columns))
      .filter((reference) => isDrawn(reference.referenced_table, reference.referenced_columns))
      .map(referenceBlock),
    ...(options.groups ? groupBlocks(schema, tables) : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function nameOf({ name }: CompleteColumn): string {
  return name;
}

function tableBlock({ table, columns }: PictureTable, { descriptions = true }: RenderOptions): string {
  const note = descriptions && table.description ? [`    Note: ${text(table.description)}`] : [];
  return [
    `Table ${identifier(table.name)} {`,
    ...columns.map((column) => `    ${columnLine(column, descriptions)}`),
    ...note,
    '}',
  ].join('\n');
}

function columnLine(column: CompleteColumn, descriptions: boolean): string {
  const settings = [
    ...(column.primary_key ? ['pk'] : []),
    ...(column.unique ? ['unique'] : []),
    ...(column.nullable === false ? ['not null'] : []),
    ...(descriptions && column.description ? [`note: ${text(column.description)}`] : []),
  ];
  const line = `${identifier(column.name)} ${typeText(column)}`;
  return settings.length > 0 ? `${line} [${settings.join(', ')}]` : line;
}

function typeText({ data_type, precision, scale }: CompleteColumn): string {
  const limits = [precision, scale].filter((limit) => typeof limit === 'number');
  return limits.length > 0 ? `${data_type}(${limits.join(',')})` : data_type;
}

const signs: Readonly<Record<string, string>> = {
  one_to_one: '-',
  zero_to_one: '-',
  one_to_zero: '-',
  one_to_many: '<',
  zero_to_many: '<',
  many_to_one: '>',
  many_to_zero: '>',
};

function referenceBlock(reference: SchemaReference): string {
  // Where nobody said how many, the sign that promises least.
  const sign = signs[reference.cardinality ?? ''] ?? '<>';
  const from = endpoint(reference.table, reference.columns);
  return `Ref {\n    ${from} ${sign} ${endpoint(reference.referenced_table, reference.referenced_columns)}\n}`;
}

function endpoint(table: string, columns: readonly string[]): string {
  const names = columns.map(identifier).join(', ');
  return `${identifier(table)}.${columns.length === 1 ? names : `(${names})`}`;
}

function groupBlocks(schema: Schema, tables: readonly PictureTable[]): string[] {
  const groups = Map.groupBy(tables, ({ table }) => groupOf(schema, table.name));
  return [...groups].map(([name, members]) =>
    [
      `TableGroup ${identifier(name)} {`,
      ...members.map(({ table }) => `    ${identifier(table.name)}`),
      '}',
    ].join('\n'),
  );
}

function groupOf(schema: Schema, table: string): string {
  if (isSystemTable(schema, table)) return systemPrefix(schema);
  const root = rootOf(schema, tableOf(schema, table));
  return root.resource ?? root.name;
}

function identifier(name: string): string {
  return `"${escaped(name).replaceAll('"', '\\"')}"`;
}

function text(content: string): string {
  return `'${escaped(content).replaceAll("'", "\\'")}'`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(content: string): string {
  return content.replace(/[\\\n\r\t]/g, (char) => escapes[char] ?? char);
}
