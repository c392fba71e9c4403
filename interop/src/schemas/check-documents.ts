import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schema as anySchema } from '@sluice/arbitraries';
import {
  bumpSchema,
  hydrate,
  parseJson as parseDocument,
  parseSchema,
  readSchema,
  type Schema,
  schemaHash,
  stringifySchema,
} from '@sluice/schema';
import { parseSchemaFile, stringifySchemaFile } from '@sluice/schema/files';
import fc from 'fast-check';
import { at, entriesOf, isObject, type Json, listOf } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { printJson } from '../json/print.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';
import { runtime } from '../units/runtime.ts';
import { oldDocuments } from './old-documents.ts';

const GOLDEN = fileURLToPath(new URL('../../golden', import.meta.url));

/**
 * Every document of the golden corpus, documents of earlier engines, and schemas with any names and hints: sluice and
 * dlt give each the same hash and write the same bytes for it, and each reads what the other wrote.
 */
export async function checkDocuments(dlt: PythonDlt): Promise<readonly string[]> {
  const documents = [
    ...goldenDocuments(),
    ...fc.sample(anySchema, { seed: 1, numRuns: 200 }).map((schema) => stringifySchema(schema)),
  ];
  const ours = documents.map(current);
  const asked = await ask(dlt, [
    ...documents.map((document) => `{"document":${document}}`),
    ...ours.map((schema) => JSON.stringify({ yaml: stringifySchemaFile(schema, 'yaml') })),
    ...ours.map((schema) => JSON.stringify({ json: stringifySchemaFile(schema, 'json') })),
  ]);
  const problems = ours.flatMap((schema, index) => {
    const [theirs, fromYaml, fromJson] = [0, 1, 2].map((part) => asked[index + part * ours.length]);
    return compare(documents[index] ?? '', schema, theirs, fromYaml, fromJson).map(
      (what) => `${schema.name} (document ${index}): ${what}`,
    );
  });
  return [...problems, ...(await checkMigrations(dlt))];
}

interface Answer {
  readonly hash?: string;
  readonly yaml?: string;
  readonly json?: string;
  readonly error?: string;
}

function compare(
  document: string,
  schema: Schema,
  theirs: Answer | undefined,
  fromYaml: Answer | undefined,
  fromJson: Answer | undefined,
): string[] {
  const { version_hash: hash } = schema;
  const problems: string[] = [];
  const expectSame = (what: string, one: unknown, other: unknown): void => {
    if (one !== other)
      problems.push(`${what}: ${String(one).slice(0, 200)} instead of ${String(other).slice(0, 200)}`);
  };
  if (!theirs?.yaml || !theirs.json)
    return isTaken(document) ? [`dlt refuses what is taken here: ${theirs?.error}`] : [];
  if (!isTaken(document)) return ['refused here, and dlt takes it'];
  expectSame('hash', hash, theirs.hash);
  expectSame('JSON', stringifySchemaFile(schema, 'json'), theirs.json);
  expectSame('dlt reads our YAML', fromYaml?.hash ?? fromYaml?.error, hash);
  expectSame('dlt reads our JSON', fromJson?.hash ?? fromJson?.error, hash);
  expectSame('we read its JSON', schemaHash(parseSchemaFile(theirs.json, 'json'), runtime), hash);
  // PyYAML breaks lines at these, and does not read back itself what it made of them.
  if (/[\u0085\u2028\u2029]/.test(document)) return problems;
  expectSame('YAML', stringifySchemaFile(schema, 'yaml'), theirs.yaml);
  expectSame('we read its YAML', schemaHash(parseSchemaFile(theirs.yaml, 'yaml'), runtime), hash);
  return problems;
}

function isTaken(document: string): boolean {
  try {
    parseSchemaFile(document, 'json');
    return true;
  } catch {
    return false;
  }
}

async function checkMigrations(dlt: PythonDlt): Promise<string[]> {
  const documents = oldDocuments().map((document) => JSON.stringify(document));
  const asked = await ask(
    dlt,
    documents.map((document) => `{"document":${document}}`),
  );
  return documents.flatMap((document, index) => {
    const { hash, error } = asked[index] ?? {};
    const mine = schemaHash(hydrate(readSchema(parseDocument(document))), runtime);
    return mine === hash ? [] : [`old document ${index}: ${mine} instead of ${hash ?? error}`];
  });
}

/** The schema of a document, its version and hash those of its content. */
function current(document: string): Schema {
  const schema = parseSchema(document);
  bumpSchema(schema, runtime);
  return schema;
}

async function ask(dlt: PythonDlt, lines: readonly string[]): Promise<Answer[]> {
  return withFolder(async (folder) => {
    const [source, target] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
    await writeFile(source, lines.join('\n'));
    const { code, stderr } = await dlt.schemas(['documents', source, target]);
    if (code !== 0) throw new Error(`dlt_schemas.py failed: ${stderr.slice(-300)}`);
    return (await readFile(target, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  });
}

/** Every schema document that stands in the corpus, each once: stored ones, those of cases and those of unit files. */
function goldenDocuments(): string[] {
  const found = new Set<string>();
  const files = ['units', 'cases'].flatMap((folder) =>
    readdirSync(join(GOLDEN, folder)).map((name) => join(GOLDEN, folder, name)),
  );
  for (const file of files)
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean))
      for (const document of documentsIn(parseJson(line))) found.add(document);
  return [...found];
}

function* documentsIn(value: Json): Generator<string> {
  if (Array.isArray(value)) for (const item of listOf(value)) yield* documentsIn(item);
  if (!isObject(value)) return;
  if (isDocument(value)) yield printJson(completed(value));
  else for (const [, inner] of entriesOf(value)) yield* documentsIn(inner);
}

function isDocument(value: Json): boolean {
  const isOfThisEngine = Number(at(value, 'engine_version')) === 11;
  return (
    isOfThisEngine && ['_dlt_version', '_dlt_loads'].every((name) => isObject(at(value, 'tables', name)))
  );
}

/** The corpus leaves out of the documents of cases how often they were saved. */
function completed(document: Json): Json {
  return new Map<string, Json>([
    ['version', 1n],
    ['version_hash', ''],
    ['previous_hashes', []],
    ...entriesOf(document),
  ]);
}
