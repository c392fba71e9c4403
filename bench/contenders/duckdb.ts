import { copyFileSync } from 'node:fs';
import { mainProject, type Setup } from '../run/setup.ts';
import type { Contender } from '../run/workload.ts';
import { runNodeProgram } from './node-program.ts';

interface DuckdbStatements {
  readonly name: string;
  readonly records: number;
  readonly statements: readonly string[];
  /** Statements that make the database to start from. Default: there is none. */
  readonly base?: readonly string[];
  readonly check?: 'nothing';
}

/**
 * DuckDB by itself: what could be reached if there were nothing between the file and the engine. No row ids, and no
 * order of rows, which it would pay for.
 */
export function duckdbAlone(setup: Setup, contender: DuckdbStatements): readonly Contender[] {
  if (!setup.native) return [];
  const { name, records, statements, base, check } = contender;
  const project = mainProject(setup);
  const start = ['SET preserve_insertion_order = false', 'CREATE SCHEMA IF NOT EXISTS bench', 'USE bench'];
  let baseFile: Promise<string> | undefined;
  const makeBase = async (sql: readonly string[]) => {
    const database = `${setup.folder}/base-native.duckdb`;
    await runNodeProgram(project, 'native.mjs', { database, statements: [...start, ...sql] });
    return database;
  };
  return [
    {
      name,
      kind: 'native',
      records,
      ...(check && { check }),
      async run({ database }) {
        if (base) {
          baseFile ??= makeBase(base);
          copyFileSync(await baseFile, database);
        }
        return runNodeProgram(project, 'native.mjs', { database, statements: [...start, ...statements] });
      },
    },
  ];
}

/** A text in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
