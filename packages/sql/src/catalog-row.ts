import type { PhysicalColumn, QueryValue } from '@sluice/load';
import type { SqlDialect } from './dialect.ts';

/** A column as the catalogue has it. */
export interface CatalogRow extends PhysicalColumn {
  readonly table: string;
}

/** Reads a row of what `SqlDialect.catalog` asks for. */
export function catalogRow(row: readonly QueryValue[], dialect: SqlDialect): CatalogRow {
  const [table, name, type, ...facts] = row.map(String);
  const [isNullable, hasDefault, isGenerated, isView] = facts.map((fact) => fact === 'YES');
  return {
    table: table ?? '',
    name: name ?? '',
    type: type ?? '',
    ...dialect.readType?.(type ?? ''),
    nullable: isNullable === true,
    hasDefault: hasDefault === true,
    isGenerated: isGenerated === true,
    isView: isView === true,
  };
}
