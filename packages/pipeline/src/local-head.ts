import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transition } from '@sluice/load';
import { parseSchema, type Runtime, type Schema, stringifySchema } from '@sluice/schema';
import { decodeState, encodeState } from '@sluice/state';
import { emptyHead, type Head } from './head.ts';

/**
 * The working folder's copy of the head: `state.json` and `schemas/<name>.json`. It is what a pipeline with
 * `restore: false` starts from, and what a person can look at; otherwise the destination is the truth.
 */
export async function writeLocalHead(folder: string, head: Head, runtime: Runtime): Promise<void> {
  const schemas = join(folder, 'schemas');
  await mkdir(schemas, { recursive: true });
  for (const [name, schema] of head.schemas)
    await replaceFile(join(schemas, `${name}.json`), stringifySchema(schema));
  const state = join(folder, 'state.json');
  const hashes = Object.fromEntries(head.stateHashes);
  if (head.state)
    await replaceFile(state, JSON.stringify({ state: encodeState(head.state, runtime), hashes }));
  else await rm(state, { force: true });
}

export async function readLocalHead(folder: string, runtime: Runtime): Promise<Head> {
  let text: string;
  try {
    text = await readFile(join(folder, 'state.json'), 'utf8');
  } catch {
    return emptyHead;
  }
  const stored = JSON.parse(text) as { state: string; hashes: Record<string, string> };
  const state = decodeState(stored.state, runtime);
  const schemas = new Map<string, Schema>();
  // The state names the schemas it goes with; files of others are from before.
  const files = new Set(await readdir(join(folder, 'schemas')));
  for (const name of state.schema_names ?? [])
    if (files.has(`${name}.json`))
      schemas.set(name, parseSchema(await readFile(join(folder, 'schemas', `${name}.json`), 'utf8')));
  return { state, schemas, stateHashes: new Map(Object.entries(stored.hashes)) };
}

/** A reader sees the old content or the new, never half of it. */
async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
  transition('head-written');
}
