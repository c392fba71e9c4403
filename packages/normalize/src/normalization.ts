import type { Naming } from '@sluice/schema';
import type { ArrowRun } from './arrow/arrow-run.ts';
import type { Environment } from './environment.ts';
import type { NormalizeOptions } from './options.ts';
import { excludedColumns } from './table-filters.ts';
import { TableWriter } from './table-writer.ts';

/** What all parts of one normalization share. */
export interface Normalization extends Environment {
  readonly naming: Naming;
  readonly loadId: string;
  readonly maxBufferBytes: number;
  readonly newId: () => string;
  readonly arrow: ArrowRun;
  readonly onWarning?: NonNullable<NormalizeOptions['onWarning']>;
  readonly onDiscard?: NonNullable<NormalizeOptions['onDiscard']>;
  /** A class instance as a record; what is no record as one of its value. */
  readonly recordOf: (value: object) => ReadonlyMap<string, unknown> | object;
  readonly writers: Map<string, TableWriter>;
  /** Records and lists around the row at hand: how a record that contains itself is noticed. */
  readonly ancestors: object[];
}

/** The writer of a table, made when its first row comes. */
export function tableWriter(run: Normalization, name: string, parent: string | undefined): TableWriter {
  const known = run.writers.get(name);
  if (known) return known;
  const writer = new TableWriter(run, name, parent, excludedColumns(run.schema, run.naming, name));
  run.writers.set(name, writer);
  return writer;
}
