import { join } from 'node:path';
import type { Engine } from '../engines/engine.ts';
import type { Project } from '../run/project.ts';
import type { Setup } from '../run/setup.ts';
import { runNodeProgram } from './node-program.ts';

/** Databases that loads start from: one of each build that is measured, made by it when it is first asked for. */
export interface SluiceBase {
  of(label: string, project: Project): Promise<string>;
}

interface BaseLoad {
  /** A file of newline-delimited JSON. */
  readonly input: string;
  /** What `run()` is told. */
  readonly options: Readonly<Record<string, unknown>>;
}

export function sluiceBase(setup: Setup, engine: Engine, load: BaseLoad): SluiceBase {
  const made = new Map<string, Promise<string>>();
  const make = async (label: string, project: Project): Promise<string> => {
    const name = `base-${label}`;
    const database = engine.keep(name);
    await engine.create(database);
    await runNodeProgram(project, 'load.mjs', { ...load, database, workDir: join(setup.folder, name) });
    await engine.settle(database);
    return database;
  };
  return {
    of(label, project) {
      const known = made.get(label) ?? make(label, project);
      made.set(label, known);
      return known;
    },
  };
}
