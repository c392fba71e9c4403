import { foldName, rulesUnder } from '@sluice/load';
import {
  type IdentifierRules,
  namingConvention,
  newSchema,
  portableRuntime,
  tableNames,
} from '@sluice/schema';
import { hostileNames } from './names.ts';

/** A table whose name, columns and nested table are all called something hostile. */
export interface Place {
  readonly table: string;
  readonly key: string;
  readonly value: string;
  /** Says which of several rows with one key is kept; in scd2, when versions begin and end. */
  readonly first: string;
  readonly second: string;
  /** A key of lists, and a column of the table they become. */
  readonly list: string;
  readonly element: string;
}

/** The names that a convention gives at a destination. */
export function namesUnder(convention: string, identifiers: IdentifierRules) {
  const rules = rulesUnder(convention, identifiers);
  const { maxLength, lengthUnit } = rules;
  const naming = namingConvention(convention, maxLength, portableRuntime, lengthUnit);
  return { ...tableNames(newSchema('test', { naming: convention }), naming), rules };
}

export type NamesUnder = ReturnType<typeof namesUnder>;

/** The names of which no two are one table or one column, under a convention, at a destination. */
export function distinctNames({ root, column, rules }: NamesUnder): readonly string[] {
  const seen = new Set<string>();
  return Object.values(hostileNames)
    .flat()
    .filter((name) => {
      const forms = [root(name), column([name])].map((form) => foldName(form, rules));
      if (forms.some((form) => form === '' || seen.has(form))) return false;
      for (const form of forms) seen.add(form);
      return true;
    });
}

/** One place for each name; each name gets every role once. */
export function placesOf(names: readonly string[]): readonly Place[] {
  return names.map((table, index) => {
    const nth = (offset: number): string => names[(index + offset) % names.length] ?? '';
    return {
      table,
      key: nth(1),
      value: nth(2),
      first: nth(3),
      second: nth(4),
      list: nth(5),
      element: nth(6),
    };
  });
}
