import type { Engine } from '../engines/engine.ts';
import type { Setup } from './setup.ts';

/** Something worth measuring. Each is one file in `workloads/`, listed in `workloads/index.ts`. */
export interface Workload {
  /** What the command calls it, besides its letter. */
  readonly name: string;
  readonly letter: string;
  /** One sentence: what is loaded. */
  readonly about: string;
  /** Fewest runs of each contender when the command names no number. Default 3. */
  readonly minRuns?: number;
  /** Makes data and whatever else has to be there before. Not measured. */
  prepare(setup: Setup): Promise<Race>;
}

export interface Race {
  readonly engine: Engine;
  /** The first is the one that the others are compared with. */
  readonly contenders: readonly Contender[];
  readonly targets?: readonly Target[];
  /** Column of the root table by which rows of nested tables are told apart when contents are compared. */
  readonly key?: string;
}

export interface Contender {
  readonly name: string;
  readonly kind: 'sluice' | 'native' | 'dlt';
  /** Records taken in; 0 where their number means nothing. */
  readonly records: number;
  /**
   * What is looked at in the database of its first run: the `content` of all tables, beside the first contender's
   * (default); that the root table has as many `rows` as there are records; or nothing.
   */
  readonly check?: 'content' | 'rows' | 'nothing';
  /**
   * Runs it once, in a process of its own, and leaves its database at `database` if it makes one. Throws
   * `NotFinishedError` where it was ended before it was through.
   */
  run(place: Place): Promise<Measurement>;
}

/** Where a run may write. Both are gone before the next run. */
interface Place {
  /** The name of a database that is not there yet: a path or a URL. */
  readonly database: string;
  /** An empty folder. */
  readonly folder: string;
}

/** A run takes longer than anybody waits for. */
export class NotFinishedError extends Error {
  readonly seconds: number;

  /** @param seconds how long it was waited for */
  constructor(seconds: number) {
    super(`not finished after ${seconds} s`);
    this.seconds = seconds;
  }
}

export interface Measurement {
  /** The whole process, start to exit. */
  readonly seconds: number;
  /** Of the process, and of the server that it had work for it. */
  readonly cpuSeconds: number;
  /** Highest resident memory: of the process, or of all processes together where there are several. */
  readonly peakBytes: number;
  /** Seconds of parts of the work, as the contender itself tells. */
  readonly parts: Readonly<Record<string, number>>;
}

/** A number we hold ourselves to. */
export interface Target {
  readonly text: string;
  /** What was reached and whether it suffices; null where a contender is missing. */
  judge(results: ReadonlyMap<string, Result>): { readonly reached: string; readonly isMet: boolean } | null;
}

/** Whether a database holds what it should, and in words. */
export interface Finding {
  readonly isRight: boolean;
  readonly text: string;
}

/** The runs of one contender. */
export interface Result {
  readonly contender: Contender;
  readonly runs: readonly Measurement[];
  /** Why it could not be run; null where it could. */
  readonly failure: string | null;
  /** Seconds after which it was ended, and not run again; null where it was through before. */
  readonly unfinished: number | null;
  /** What the check found; null where nothing was checked. */
  readonly finding: Finding | null;
}
