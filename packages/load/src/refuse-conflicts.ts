import { SluiceError } from '@sluice/schema';
import type { Connection, LoadPlan } from './contract.ts';

/** What a publish reads again before it writes. */
export type Heads = Pick<Connection, 'readLoad' | 'readState' | 'readSchema'>;

/**
 * Compares what a load was built on with what is at the destination. A publish asks this while it holds the locks of
 * the pipeline and the schema: then nobody can come in between.
 *
 * Throws `LOAD_ID_COLLISION`, `LOAD_STATE_CONFLICT`, `LOAD_SCHEMA_CONFLICT`.
 */
export async function refuseConflicts(plan: LoadPlan, heads: Heads): Promise<void> {
  const { expected, pipeline, schema, loadId } = plan;
  const place = { pipeline, loadId, schema: schema.name };
  if (await heads.readLoad(loadId))
    throw new SluiceError('LOAD_ID_COLLISION', 'Another process has published a load of this id meanwhile', {
      place,
      remedy:
        'Nothing is left to do where both loaded the same package; else discard the package with abort() and run again',
    });
  await refuseStateConflict(plan, heads);
  if (expected.schema === undefined) return;
  const head = await heads.readSchema({ name: schema.name });
  if ((head?.hash ?? null) !== expected.schema)
    throw new SluiceError('LOAD_SCHEMA_CONFLICT', 'Another process has changed this schema in the meantime', {
      place,
      remedy: 'Load the package again: it will take the other change into account',
    });
}

/** The part of it that no other plan could mend: another process has moved the state of this pipeline. */
export async function refuseStateConflict(
  { expected, pipeline, loadId }: Pick<LoadPlan, 'expected' | 'pipeline' | 'loadId'>,
  heads: Pick<Heads, 'readState'>,
): Promise<void> {
  if (expected.state === undefined) return;
  const head = await heads.readState(pipeline);
  // Old writers stored no hash: then there is nothing to compare.
  if (head && head.hash === null) return;
  if ((head?.hash ?? null) === expected.state) return;
  throw new SluiceError(
    'LOAD_STATE_CONFLICT',
    'Another process has loaded with this pipeline in the meantime',
    {
      place: { pipeline, loadId },
      remedy:
        'Discard the package with abort() and run again: its data will be extracted from where the other process stopped',
    },
  );
}
