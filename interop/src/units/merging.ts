import {
  type Column,
  diffReferences,
  mergeColumn,
  mergeColumns,
  mergeTable,
  normalizeTable,
  removeColumnDefaults,
  type TableReference,
} from '@sluice/schema';
import { at, entriesOf, type Json } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { plain, toTable } from './documents.ts';
import { namingOf } from './naming.ts';
import { encodeValue } from './values.ts';

function columnsOf(value: Json | undefined): Map<string, Column> {
  return new Map(entriesOf(value).map(([name, column]) => [name, plain<Column>(column)]));
}

function compoundOption(settings: Json | undefined): { replaceCompound: boolean } {
  return { replaceCompound: at(settings, 'merge_compound_props') === false };
}

export const mergingAdapters: Readonly<Record<string, UnitAdapter>> = {
  'merge-column': (input, settings) =>
    encodeValue(
      mergeColumn(plain(at(input, 'a')), plain(at(input, 'b')), at(settings, 'merge_defaults') === false),
    ),
  'merge-columns': (input, settings) =>
    encodeValue([
      ...mergeColumns(
        columnsOf(at(input, 'a')),
        columnsOf(at(input, 'b')),
        compoundOption(settings),
      ).values(),
    ]),
  'merge-table': (input, settings) =>
    encodeValue(
      mergeTable(toTable(at(input, 'a') ?? null), toTable(at(input, 'b') ?? null), compoundOption(settings)),
    ),
  'diff-references': (input) =>
    encodeValue(
      diffReferences(plain<TableReference[]>(at(input, 'a')), plain<TableReference[]>(at(input, 'b'))),
    ),
  'remove-column-defaults': (input) => encodeValue(removeColumnDefaults(plain<Column>(input))),
  'normalize-table': (input, settings) => encodeValue(normalizeTable(toTable(input), namingOf(settings))),
};
