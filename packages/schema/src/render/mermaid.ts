import type { SchemaReference } from '../document/references.ts';
import type { CompleteColumn, Schema } from '../document/schema.ts';
import { type Picture, type PictureTable, pictureOf, type RenderOptions } from './picture.ts';

/** What a Mermaid diagram shows. */
export interface MermaidOptions extends RenderOptions {
  /** Whether tables show their columns. Default true; without them, large schemas stay readable. */
  readonly columns?: boolean;
}

/**
 * The schema as a Mermaid entity relationship diagram, which GitHub and many wikis draw.
 *
 * Mermaid has no escapes: what it cannot write in a name becomes `_`, and the exact name of such a column stands in
 * its comment.
 */
export function renderMermaid(schema: Schema, options: MermaidOptions = {}): string {
  const picture = pictureOf(schema, options);
  const names = entityNames(picture);
  const references = columnsThatRefer(picture.references);
  return [
    'erDiagram',
    ...picture.tables.flatMap((table) => entity(table, names, references, options)),
    ...picture.references.map((reference) => relationship(reference, names)),
    '',
  ].join('\n');
}

/** Table → the name of its entity: no two tables share one. */
function entityNames({ tables }: Picture): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    tables.map(({ table }) => {
      const plain = table.name.replace(/["%\\\p{Cc}]/gu, '_');
      let name = plain;
      for (let i = 2; taken.has(name); i++) name = `${plain}_${i}`;
      taken.add(name);
      return [table.name, name];
    }),
  );
}

function columnsThatRefer(references: readonly SchemaReference[]): ReadonlySet<string> {
  return new Set(
    references
      .filter(({ cardinality }) => cardinality === 'many_to_one')
      .flatMap(({ table, columns }) => columns.map((column) => JSON.stringify([table, column]))),
  );
}

function entity(
  { table, columns }: PictureTable,
  names: ReadonlyMap<string, string>,
  foreign: ReadonlySet<string>,
  options: MermaidOptions,
): string[] {
  const name = `    "${names.get(table.name)}"`;
  if (options.columns === false) return [name];
  const lines = columns.map((column) => {
    const isForeign = foreign.has(JSON.stringify([table.name, column.name]));
    return `        ${attribute(column, isForeign, options.descriptions ?? true)}`;
  });
  return [`${name} {`, ...lines, '    }'];
}

function attribute(column: CompleteColumn, isForeign: boolean, descriptions: boolean): string {
  const keys = [
    ...(column.primary_key ? ['PK'] : []),
    ...(isForeign ? ['FK'] : []),
    ...(column.unique ? ['UK'] : []),
  ];
  const word = attributeWord(column.name);
  const remarks = [
    ...(word === column.name ? [] : [column.name]),
    ...(descriptions && column.description ? [column.description] : []),
  ];
  return [
    column.data_type,
    word,
    ...(keys.length > 0 ? [keys.join(', ')] : []),
    ...(remarks.length > 0 ? [quoted(remarks.join(': '))] : []),
  ].join(' ');
}

/** A name as Mermaid takes it for an attribute. The names of its keys are taken for keys. */
function attributeWord(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_\u00c0-\uffff]|\s/g, '_');
  return /^(?:[0-9]|(?:pk|fk|uk)(?![A-Za-z0-9_])|$)/i.test(word) ? `_${word}` : word;
}

const arrows: Readonly<Record<string, string>> = {
  one_to_many: '||--|{',
  many_to_one: '}|--||',
  zero_to_many: '|o--|{',
  many_to_zero: '}|--o|',
  one_to_one: '||--||',
  zero_to_one: '|o--o|',
  one_to_zero: '|o--o|',
};

function relationship(reference: SchemaReference, names: ReadonlyMap<string, string>): string {
  // Where nobody said how many, the arrow that promises least.
  const arrow = arrows[reference.cardinality ?? ''] ?? '}|--|{';
  const [from, to] = [names.get(reference.table), names.get(reference.referenced_table)];
  return `    "${from}" ${arrow} "${to}" : ${quoted(reference.label ?? '')}`;
}

/** A text in quotes, in one line, and without what Mermaid takes for a directive, an entity or a generic type. */
function quoted(content: string): string {
  const text = content
    .replaceAll('"', "'")
    .replaceAll('~', '\u223c')
    .replace(/%%+/g, '%')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/#(?=\w+;)/g, '# ');
  return `"${text.trim()}"`;
}
