import type { Project } from './project.ts';

/** What a workload's contenders are made from. */
export interface Setup {
  /** The builds of sluice to run: one, or two that are compared with each other. */
  readonly sluice: readonly { readonly label: string; readonly project: Project }[];
  /** A `python` with the peers; null where there is none, or none is wanted. */
  readonly python: string | null;
  /** Which profiles of dlt to run; null for those that a workload chooses. */
  readonly profiles: readonly string[] | null;
  /** Whether DuckDB by itself runs, too. */
  readonly native: boolean;
  /** Part of the records: 1 for all. */
  readonly scale: number;
  /** A folder for what lasts as long as the bench does. */
  readonly folder: string;
}

/** The project whose driver of DuckDB the bench itself uses. */
export function mainProject({ sluice }: Setup): Project {
  const [first] = sluice;
  if (!first) throw new Error('there is no build of sluice to run');
  return first.project;
}

export function scaled({ scale }: Setup, records: number): number {
  return Math.max(1, Math.round(records * scale));
}
