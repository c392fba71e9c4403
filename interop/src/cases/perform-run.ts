import { rm } from 'node:fs/promises';
import { isSluiceError } from '@sluice/schema';
import { type Pipeline, type PipelineOptions, pipeline, silentLogger } from 'sluice';
import type { Place } from '../canonical/dump.ts';
import type { Outcome, RunError } from '../canonical/outcome.ts';
import { at, entriesOf, type Json, listOf } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';
import { buildData } from './build-data.ts';
import { applyConfig } from './config.ts';
import { toHints } from './hints.ts';
import { NotImplementedError } from './not-implemented.ts';
import { Observations } from './observations.ts';
import { runStatements } from './run-statements.ts';

/** How a run went; what the destination then holds is read apart. */
export type RunReport = Pick<Outcome, 'error' | 'packages' | 'failedJobs' | 'observed' | 'attached'>;

/**
 * Performs run `index` (from 0) of a case with sluice. A run that fails is an outcome, not an error.
 *
 * @param more options that no case knows
 */
export async function performRun(
  document: Json,
  index: number,
  place: Place,
  workDir: string,
  more: Partial<PipelineOptions> = {},
): Promise<RunReport> {
  const run = listOf(at(document, 'runs'))[index] ?? null;
  const settings = new Map<string, Json>([
    ['name', 'golden'],
    ['dataset', 'golden_data'],
    ...entriesOf(at(document, 'pipeline')),
    ...entriesOf(at(run, 'pipeline')),
  ]);
  const { options, destination } = applyConfig(
    [...entriesOf(at(document, 'config')), ...entriesOf(at(run, 'config'))],
    place,
  );
  const seen = new Observations();
  const one = pipeline({
    name: String(settings.get('name')),
    dataset: String(settings.get('dataset')),
    destination,
    workDir,
    logger: silentLogger,
    // What is refused otherwise: the corpus says what dlt does.
    allowKeyless: true,
    ...options,
    ...more,
  });
  try {
    const facts = await perform(one, run, seen, place, String(settings.get('dataset')), workDir);
    const observed = seen.toJson();
    return { error: null, ...facts, ...(observed === undefined ? {} : { observed }) };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    refuseMissing(error);
    if (at(run, 'on_error') !== 'keep') await one.abort();
    const observed = seen.toJson();
    return { error: describe(error), ...(observed === undefined ? {} : { observed }) };
  } finally {
    await one.close();
  }
}

async function perform(
  one: Pipeline,
  run: Json,
  seen: Observations,
  place: Place,
  dataset: string,
  workDir: string,
): Promise<Pick<RunReport, 'packages' | 'failedJobs' | 'attached'>> {
  switch (at(run, 'op') ?? 'run') {
    case 'run': {
      const rows = at(run, 'data');
      const refresh = at(run, 'refresh');
      const data = rows === undefined ? buildData(run, seen) : decodeValue(rows);
      const info = await one.run(data, {
        ...toHints(run).fixed,
        ...(refresh === undefined ? {} : { refresh: decodeValue(refresh) }),
      });
      return { packages: info.loadIds.length, ...(info.failures.length > 0 && { failedJobs: true }) };
    }
    case 'sync':
      await one.sync();
      return {};
    case 'attach':
      await one.sync();
      return {
        attached: new Map<string, Json>([
          ['default_schema', one.state?.default_schema_name ?? null],
          ['schemas', [...one.schemas.keys()].sort()],
          ['state_version', BigInt(one.state?._state_version ?? 0)],
        ]),
      };
    case 'drop_pipeline':
      await rm(workDir, { recursive: true, force: true });
      return {};
    case 'sql':
      await runStatements(place, dataset, listOf(at(run, 'statements')).map(String));
      return {};
    case 'drop':
      throw new NotImplementedError('Pipeline.drop');
    default:
      throw new TypeError(`unknown op ${String(at(run, 'op'))}`);
  }
}

/** What the API does not know is no outcome: a run that must fail would seem to. */
function refuseMissing(error: unknown): void {
  for (const cause of causes(error)) {
    if (cause instanceof NotImplementedError) throw cause;
    const isUnknown = ['HINT_UNKNOWN', 'OPTION_UNKNOWN'].some((code) => isSluiceError(cause, code));
    if (isUnknown) throw new NotImplementedError((cause as Error).message);
  }
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let here = error; here instanceof Error; here = here.cause) chain.push(here);
  return chain;
}

/** The innermost error of ours says most. */
function describe(error: unknown): RunError {
  const own = causes(error).filter((cause) => isSluiceError(cause));
  const inner = own.at(-1);
  if (!isSluiceError(inner)) throw error;
  const { table, column } = inner.place;
  return {
    type: inner.code,
    ...(table === undefined ? {} : { table }),
    ...(column === undefined ? {} : { column }),
    message: inner.message,
  };
}
