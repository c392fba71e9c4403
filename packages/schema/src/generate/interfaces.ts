import type { DataType } from '../data-type.ts';
import type { Schema } from '../document/schema.ts';
import { type GenerateOptions, type RowModel, rowModels } from './row-model.ts';
import { docComment, header, propertyKey } from './source-text.ts';

/** How values arrive from a destination: see `QueryValue`. */
const types: Readonly<Record<DataType, string>> = {
  text: 'string',
  double: 'number',
  bool: 'boolean',
  bigint: 'number | bigint',
  timestamp: 'string',
  date: 'string',
  time: 'string',
  decimal: 'string',
  wei: 'string',
  binary: 'Uint8Array',
  json: 'unknown',
};

/**
 * Source text of TypeScript interfaces for the rows of tables, as a dataset gives them: integers are numbers up to
 * 2^53 and `bigint` beyond, decimals and times are texts. The same schema always gives the same text.
 *
 * @param tables a table, or several
 * @throws TABLE_UNKNOWN
 */
export function generateInterfaces(
  schema: Schema,
  tables: string | readonly string[],
  options: GenerateOptions = {},
): string {
  const models = rowModels(schema, [tables].flat(), options);
  return [header(schema.name), ...models.map((model) => declaration(model, options))].join('\n\n');
}

function declaration({ typeName, description, columns, lists }: RowModel, options: GenerateOptions): string {
  const { optional = false } = options;
  const members = columns.map(({ name, data_type, nullable = true, description: about }) => {
    const mayBeMissing = optional && nullable;
    const type =
      types[data_type] +
      (nullable && data_type !== 'json' ? ' | null' : '') +
      (mayBeMissing ? ' | undefined' : '');
    return `${docComment(about, '  ')}  ${propertyKey(name)}${mayBeMissing ? '?' : ''}: ${type};\n`;
  });
  const inside = lists.map(
    ({ key, of }) =>
      `  ${propertyKey(key)}${optional ? '?' : ''}: ${of.typeName}[]${optional ? ' | undefined' : ''};\n`,
  );
  return `${docComment(description)}export interface ${typeName} {\n${[...members, ...inside].join('')}}\n`;
}
