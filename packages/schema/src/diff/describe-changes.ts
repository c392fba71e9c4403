import { isDefault } from '../document/columns.ts';
import type { Column } from '../document/schema.ts';
import type { PropertyChange, SchemaChange } from './changes.ts';

const longestValue = 80;

/**
 * The changes as text for people: a line each, `+` for what is new, `-` for what is gone, `~` for what is another now;
 * those of a table below it.
 */
export function describeChanges(changes: readonly SchemaChange[]): string {
  if (changes.length === 0) return 'No changes';
  const lines: string[] = [];
  let around: string | undefined;
  for (const change of changes) {
    if (isInTable(change) && change.table !== around) lines.push(`~ table ${nameText(change.table)}`);
    around = isInTable(change) ? change.table : undefined;
    lines.push(...linesOf(change));
  }
  return lines.join('\n');
}

type WithTable = Extract<SchemaChange, { table: string }>;

/** Whether a change is one of the parts of a table that stays. */
function isInTable(change: SchemaChange): change is WithTable {
  return 'table' in change && change.kind !== 'table-added' && change.kind !== 'table-removed';
}

function linesOf(change: SchemaChange): string[] {
  switch (change.kind) {
    case 'schema-changed':
      return change.properties.map((property) => `~ schema: ${propertyText(property)}`);
    case 'settings-changed':
      return change.properties.map((property) => `~ settings: ${propertyText(property)}`);
    case 'normalizers-changed':
      return change.properties.map((property) => `~ normalizers: ${propertyText(property)}`);
    case 'table-added':
      return [
        `+ table ${nameText(change.table)}${tableRemarks(change.properties)}`,
        ...change.columns.map((column) => `    + ${columnText(column)}`),
      ];
    case 'table-removed':
      return [`- table ${nameText(change.table)} (${count(change.columns.length, 'column')})`];
    case 'table-changed':
      return change.properties.map((property) => `    ~ ${propertyText(property)}`);
    case 'column-added':
      return [`    + column ${columnText(change.column)}`];
    case 'column-removed':
      return [`    - column ${columnText(change.column)}`];
    case 'column-changed':
      return [`    ~ column ${nameText(change.column)}: ${change.properties.map(propertyText).join(', ')}`];
    case 'columns-reordered':
      return [`    ~ order of columns: ${change.columns.map(nameText).join(', ')}`];
  }
}

function tableRemarks({ parent, write_disposition: disposition }: Readonly<Record<string, unknown>>): string {
  if (typeof parent === 'string') return `, nested in ${nameText(parent)}`;
  return typeof disposition === 'string' ? `, ${disposition}` : '';
}

function propertyText({ path, before, after }: PropertyChange): string {
  const name = path.map(nameText).join('.');
  if (before === undefined) return `${name} ${valueText(after)} added`;
  if (after === undefined) return `${name} ${valueText(before)} removed`;
  return `${name} ${valueText(before)} → ${valueText(after)}`;
}

/** `amount decimal(38,9) not null primary_key` */
function columnText({ name, data_type, precision, scale, nullable, ...others }: Column): string {
  const limits = [precision, scale].filter((limit) => typeof limit === 'number');
  const type = data_type ?? 'of unknown type';
  const words = Object.entries(others)
    .filter(([property, value]) => !isDefault(property, value))
    .map(([property, value]) => (value === true ? property : `${property} ${valueText(value)}`));
  return [
    nameText(name),
    limits.length > 0 ? `${type}(${limits.join(',')})` : type,
    ...(nullable === false ? ['not null'] : []),
    ...words,
  ].join(' ');
}

/** A word as it is, anything else as JSON; what is long is cut. */
function valueText(value: unknown): string {
  const text = typeof value === 'string' && isWord(value) ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function nameText(name: string): string {
  return isWord(name) ? name : JSON.stringify(name);
}

function isWord(text: string): boolean {
  return /^[\p{L}\p{N}_-]+$/u.test(text);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
