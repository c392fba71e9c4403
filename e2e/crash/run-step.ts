import { pipeline } from 'sluice';
import { destinationAt, type EngineName } from './destination.ts';
import { refusedTable, scenarios } from './scenarios.ts';

/** One step of a scenario at one place. */
export interface StepRun {
  readonly engine: EngineName;
  /** A file or a URL. */
  readonly place: string;
  /** The working folder. */
  readonly work: string;
  readonly scenario: string;
  /** Counted from 0. */
  readonly step: number;
  readonly seed: number;
}

export const pipelineName = 'crash';
export const datasetName = 'data';

export async function runStep({ engine, place, work, ...which }: StepRun): Promise<void> {
  const scenario = scenarios.find(({ name }) => name === which.scenario);
  const step = scenario?.steps[which.step];
  if (!scenario || !step) throw new Error(`No step ${which.step} in scenario ${which.scenario}`);
  const opened = pipeline({
    name: pipelineName,
    destination: await destinationAt(engine, place),
    dataset: datasetName,
    workDir: work,
    ...scenario.options,
  });
  if (step.action === 'retry') {
    await opened
      .dataset()
      .query(`ALTER TABLE ${datasetName}.${refusedTable} ALTER COLUMN must DROP NOT NULL`);
    await opened.retry();
  } else {
    if (step.action === 'abort') await opened.abort();
    await opened[step.action === 'extract' ? 'extract' : 'run'](step.data(which.seed));
  }
  await opened.close();
}
