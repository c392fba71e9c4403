import type { CompleteColumn, Schema } from '../document/schema.ts';
import { type GenerateOptions, type RowModel, rowModels } from './row-model.ts';
import { docComment, header, propertyKey } from './source-text.ts';

/**
 * Source text of zod schemas (version 4) for the rows of tables, as a dataset gives them, and of their types: a
 * contract that rows can be held against, and a `record` to load by. Integers are numbers up to 2^53 and `bigint`
 * beyond, decimals and times are texts. NaN and infinities are refused, and a column called `__proto__` is left out of
 * what is parsed: so zod does. The same schema always gives the same text.
 *
 * @param tables a table, or several
 * @throws TABLE_UNKNOWN
 */
export function generateZod(
  schema: Schema,
  tables: string | readonly string[],
  options: GenerateOptions = {},
): string {
  const models = rowModels(schema, [tables].flat(), options);
  return [
    `${header(schema.name)}\nimport { z } from 'zod';`,
    ...models.map((model) => declaration(model, options)),
  ].join('\n\n');
}

function declaration({ typeName, description, columns, lists }: RowModel, options: GenerateOptions): string {
  const { optional = false } = options;
  const members = columns.map((column) => member(column.name, columnSchema(column, optional)));
  const inside = lists.map(({ key, of }) =>
    member(key, `z.array(${of.typeName})${optional ? '.optional()' : ''}`),
  );
  const shape = `z.object({\n${[...members, ...inside].join('')}})`;
  return (
    docComment(description) +
    `export const ${typeName} = ${shape}${described(description)};\n` +
    `export type ${typeName} = z.infer<typeof ${typeName}>;\n`
  );
}

function member(name: string, schema: string): string {
  // In an object literal a plain `__proto__` would set the prototype.
  const key = name === '__proto__' ? '["__proto__"]' : propertyKey(name);
  return `  ${key}: ${schema},\n`;
}

function columnSchema(column: CompleteColumn, optional: boolean): string {
  const { data_type, nullable = true, description } = column;
  return typeSchema(column) + absence(data_type === 'json', nullable, optional) + described(description);
}

function typeSchema({ data_type, timezone = true }: CompleteColumn): string {
  switch (data_type) {
    case 'text':
      return 'z.string()';
    case 'double':
      return 'z.number()';
    case 'bool':
      return 'z.boolean()';
    case 'bigint':
      return 'z.union([z.int(), z.bigint()])';
    case 'decimal':
    case 'wei':
      return 'z.string().regex(/^-?\\d+(\\.\\d+)?$/)';
    case 'timestamp':
      return timezone ? 'z.iso.datetime()' : 'z.iso.datetime({ local: true })';
    case 'date':
      return 'z.iso.date()';
    case 'time':
      return 'z.iso.time()';
    case 'binary':
      return 'z.custom<Uint8Array>((value) => value instanceof Uint8Array)';
    case 'json':
      return 'z.unknown()';
  }
}

function absence(takesNull: boolean, nullable: boolean, optional: boolean): string {
  if (!nullable) return '';
  if (takesNull) return optional ? '.optional()' : '';
  return optional ? '.nullish()' : '.nullable()';
}

function described(description: string | undefined): string {
  return description ? `.describe(${JSON.stringify(description)})` : '';
}
