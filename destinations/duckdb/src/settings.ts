import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { SluiceError } from '@sluice/schema';
import type { DuckdbConnection, DuckdbInstance } from './driver.ts';
import type { Attachment, DatabaseOptions, DuckdbOptions, SettingValue } from './options.ts';
import type { Resources } from './resources.ts';

/** The options, checked and with everything filled in. */
export interface Settings {
  readonly place: DatabasePlace;
  /** For people; no secrets. */
  readonly location: string;
  readonly catalog: string | undefined;
  readonly isReadOnly: boolean;
  readonly maxIdentifierLength: number | undefined;
  readonly createIndexes: boolean;
}

/** Where the database is, and how it is made ready. */
export type DatabasePlace =
  | { readonly instance: DuckdbInstance }
  | { readonly connection: DuckdbConnection }
  | OwnDatabase;

/** A database that we open. */
export interface OwnDatabase
  extends Required<Pick<DatabaseOptions, 'extensions' | 'settings' | 'statements'>> {
  /** Absolute path, or `:memory:`. */
  readonly path: string;
  readonly resources: Resources;
  /** Whether the user has set the memory limit. */
  readonly isLimitFixed: boolean;
  readonly attach: readonly Attachment[];
}

export const memoryPath = ':memory:';

const forDatasets = ['catalog', 'readOnly', 'maxIdentifierLength', 'createIndexes'];
const forDatabases = ['path', 'memoryLimitMb', 'threads', 'extensions', 'settings', 'statements', 'attach'];

/** A load depends on them, or changes them as it needs: lower case. */
const reserved = new Map([
  ['memory_limit', 'memoryLimitMb'],
  ['max_memory', 'memoryLimitMb'],
  ['threads', 'threads'],
  ['worker_threads', 'threads'],
  ['access_mode', 'readOnly'],
  ['preserve_insertion_order', ''],
  ['search_path', ''],
  ['schema', ''],
  ['timezone', ''],
]);

/** @throws DESTINATION_OPTIONS_INVALID */
export function readSettings(given: string | DuckdbOptions): Settings {
  const options: DuckdbOptions = typeof given === 'string' ? { path: given } : given;
  refuseUnless(typeof options === 'object' && options !== null, 'options', 'a path, or an object of options');
  const place = placeOf(options);
  const { catalog, readOnly = false, createIndexes = false, maxIdentifierLength } = options;
  refuseUnless(catalog === undefined || isText(catalog), 'catalog', 'the name of an attached database');
  refuseUnless(typeof readOnly === 'boolean', 'readOnly', 'true or false');
  refuseUnless(typeof createIndexes === 'boolean', 'createIndexes', 'true or false');
  const home = 'path' in place ? pathForPeople(options, place) : 'a database handed in';
  const location = catalog === undefined ? home : `${catalog} in ${home}`;
  return { place, location, catalog, isReadOnly: readOnly, maxIdentifierLength, createIndexes };
}

function placeOf(options: DuckdbOptions): DatabasePlace {
  if ('instance' in options) {
    refuseOthers(options, ['instance', ...forDatasets]);
    const { instance } = options;
    refuseUnless(hasMethods(instance, ['connect']), 'instance', 'a DuckDBInstance of @duckdb/node-api');
    return { instance };
  }
  if ('connection' in options) {
    refuseOthers(options, ['connection', ...forDatasets]);
    const { connection } = options;
    const methods = ['run', 'runAndReadAll', 'interrupt'];
    refuseUnless(hasMethods(connection, methods), 'connection', 'a DuckDBConnection of @duckdb/node-api');
    return { connection };
  }
  refuseOthers(options, [...forDatabases, ...forDatasets]);
  return ownDatabase(options);
}

function ownDatabase(options: DatabaseOptions): OwnDatabase {
  const { memoryLimitMb, threads, extensions = [], settings = {}, statements = [], attach = [] } = options;
  refuseUnless(
    options.path !== undefined || (attach.length > 0 && options.catalog !== undefined),
    'path',
    'a file or `:memory:`; it may be left out where `attach` and `catalog` are there',
  );
  const { path = memoryPath } = options;
  refuseUnless(
    isText(path) && !path.includes('\0') && (path === memoryPath || !/^([a-z][\w+.-]+:|:)/i.test(path)),
    'path',
    'the path of a file, or `:memory:`; what has another form, such as `md:…`, goes into `attach`',
  );
  refuseUnless(memoryLimitMb === undefined || memoryLimitMb > 0, 'memoryLimitMb', 'a number above 0');
  refuseUnless(
    threads === undefined || (Number.isInteger(threads) && threads > 0),
    'threads',
    'a whole number, 1 or more',
  );
  refuseUnless(isListOfTexts(extensions), 'extensions', 'a list of names or paths');
  refuseUnless(isListOfTexts(statements), 'statements', 'a list of SQL statements');
  checkSettings(settings);
  refuseUnless(Array.isArray(attach), 'attach', 'a list of databases');
  for (const attachment of attach) checkAttachment(attachment);
  return {
    path: path === memoryPath ? path : resolve(path),
    resources: { memoryMb: memoryLimitMb ?? 200, threads: threads ?? availableParallelism() },
    isLimitFixed: memoryLimitMb !== undefined,
    extensions,
    settings,
    statements,
    attach,
  };
}

function checkSettings(settings: Readonly<Record<string, SettingValue>>): void {
  refuseUnless(hasSettings(settings), 'settings', 'names of settings, with texts, numbers or booleans');
  for (const name of Object.keys(settings)) {
    const option = reserved.get(name.toLowerCase());
    if (option === undefined) continue;
    const instead = option === '' ? 'nothing: loading depends on it' : `the option \`${option}\``;
    throw invalid(`settings.${name}`, `${instead}, or hand in an instance of your own`);
  }
}

function checkAttachment(attachment: Attachment): void {
  refuseUnless(typeof attachment === 'object' && attachment !== null, 'attach', 'objects with a `path`');
  refuseOthers(attachment, ['path', 'as', 'type', 'options'], 'attach.');
  const { path, as, type, options = {} } = attachment;
  refuseUnless(isText(path), 'attach.path', 'what ATTACH takes');
  refuseUnless(as === undefined || isText(as), 'attach.as', 'a name');
  refuseUnless(
    type === undefined || isSettingName(type),
    'attach.type',
    'a kind of database, such as `sqlite`',
  );
  refuseUnless(hasSettings(options), 'attach.options', 'names of options, with texts, numbers or booleans');
}

function hasSettings(settings: unknown): boolean {
  if (typeof settings !== 'object' || settings === null) return false;
  return Object.entries(settings).every(
    ([name, value]) => isSettingName(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
}

/** The only form in which a name gets into a statement without quotes. */
function isSettingName(name: unknown): boolean {
  return typeof name === 'string' && /^[a-z_][a-z0-9_]*$/i.test(name);
}

function isListOfTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** As the user wrote it. */
function pathForPeople(options: DuckdbOptions, place: OwnDatabase): string {
  return 'path' in options && options.path !== undefined ? options.path : place.path;
}

function refuseOthers(options: object, known: readonly string[], prefix = ''): void {
  for (const name of Object.keys(options))
    if (!known.includes(name)) throw invalid(`${prefix}${name}`, `only ${known.join(', ')}`);
}

function refuseUnless(isFine: boolean, option: string, wanted: string): void {
  if (!isFine) throw invalid(option, wanted);
}

function invalid(option: string, wanted: string): SluiceError {
  return new SluiceError('DESTINATION_OPTIONS_INVALID', `The option \`${option}\` of duckdb() is not valid`, {
    remedy: `Give ${wanted}`,
  });
}
