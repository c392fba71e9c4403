import { dataTypes } from '../data-type.ts';
import { type ErrorPlace, SluiceError } from '../errors.ts';
import { inferType } from '../infer/infer-type.ts';
import { suggestion } from './nearest-name.ts';
import { isPattern } from './pattern.ts';
import { defaultHintNames } from './schema-options.ts';

type Check = (value: unknown, place: ErrorPlace) => void;

const modes: readonly unknown[] = ['evolve', 'freeze', 'discard_row', 'discard_value'];
const entities: readonly string[] = ['tables', 'columns', 'data_type'];

const options: Readonly<Record<string, Check>> = {
  maxNesting: expect('maxNesting', isNesting, 'a whole number, 0 or more'),
  rootKey: expect('rootKey', (value) => typeof value === 'boolean', 'true or false'),
  schemaContract: expect('schemaContract', isContract, contractKind()),
  settings: (value, place) => checkAll('settings', value, settings, place),
};

const settings: Readonly<Record<string, Check>> = {
  detections(value, place) {
    refuseUnless(Array.isArray(value), 'detections', 'a list of names', place);
    // An unknown one is refused by what uses them, by its name.
    for (const name of value as unknown[]) inferType('', [String(name)]);
  },
  preferredTypes(value, place) {
    for (const [pattern, type] of entries('preferredTypes', value, place)) {
      checkPattern(pattern, place);
      if (!(dataTypes as readonly unknown[]).includes(type))
        throw unknown('DATA_TYPE_UNKNOWN', 'data type', type, dataTypes, place);
    }
  },
  defaultHints(value, place) {
    for (const [hint, patterns] of entries('defaultHints', value, place)) {
      if (!Object.hasOwn(defaultHintNames, hint))
        throw unknown('HINT_UNKNOWN', 'default hint', hint, Object.keys(defaultHintNames), place);
      refuseUnless(Array.isArray(patterns), `defaultHints.${hint}`, 'a list of patterns', place);
      for (const pattern of patterns as unknown[]) checkPattern(pattern, place);
    }
  },
  propagation: (value, place) => checkAll('propagation', value, propagation, place),
};

const propagation: Readonly<Record<string, Check>> = {
  root: checkHandover,
  tables(value, place) {
    for (const [, handover] of entries('propagation.tables', value, place)) checkHandover(handover, place);
  },
};

/**
 * Refuses options for a whole schema that there are none of, or whose values are of the wrong kind.
 *
 * @param place for messages
 * @throws HINT_UNKNOWN, HINT_INVALID, DATA_TYPE_UNKNOWN, DETECTION_UNKNOWN, PATTERN_INVALID
 */
export function checkSchemaOptions(value: unknown, place: ErrorPlace): void {
  checkAll('options', value, options, place);
}

/** Whether a value is a schema contract: one mode, or one for each of some entities. */
export function isContract(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return modes.includes(value);
  return Object.entries(value).every(([entity, mode]) => entities.includes(entity) && modes.includes(mode));
}

/** What a schema contract may be, for messages. */
export function contractKind(): string {
  return `one of ${modes.join(', ')}, or one of them for each of ${entities.join(', ')}`;
}

function checkAll(what: string, value: unknown, known: Readonly<Record<string, Check>>, place: ErrorPlace) {
  for (const [option, content] of entries(what, value, place)) {
    if (content === undefined) continue;
    const check = Object.hasOwn(known, option) ? known[option] : undefined;
    if (!check) throw unknown('HINT_UNKNOWN', 'option', option, Object.keys(known), place);
    check(content, place);
  }
}

function entries(what: string, value: unknown, place: ErrorPlace): [string, unknown][] {
  refuseUnless(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    what,
    'an object',
    place,
  );
  return Object.entries(value as object);
}

function checkHandover(value: unknown, place: ErrorPlace): void {
  for (const [from, as] of entries('propagation', value, place))
    refuseUnless(typeof as === 'string' && as.trim() !== '', `propagation.${from}`, 'a column name', place);
}

function checkPattern(pattern: unknown, place: ErrorPlace): void {
  if (typeof pattern === 'string' && isPattern(pattern)) return;
  throw new SluiceError('PATTERN_INVALID', `${JSON.stringify(pattern)} is no pattern of column names`, {
    place,
    remedy: 'Write a plain column name, or `re:` and a regular expression that compiles',
  });
}

function expect(option: string, fits: (value: unknown) => boolean, kind: string): Check {
  return (value, place) => refuseUnless(fits(value), option, kind, place);
}

function refuseUnless(fits: boolean, option: string, kind: string, place: ErrorPlace): void {
  if (fits) return;
  throw new SluiceError('HINT_INVALID', `The option ${option} is not what it should be`, {
    place,
    remedy: `Give it ${kind}`,
  });
}

function unknown(code: string, what: string, name: unknown, known: readonly string[], place: ErrorPlace) {
  return new SluiceError(code, `There is no ${what} ${JSON.stringify(name)}`, {
    place,
    remedy: suggestion(String(name), known),
  });
}

function isNesting(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
