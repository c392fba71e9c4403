import type { Workload } from '../run/workload.ts';
import { firstUpsert } from './first-upsert.ts';
import { flat } from './flat.ts';
import { flatPostgres } from './flat-postgres.ts';
import { hello } from './hello.ts';
import { importing } from './import.ts';
import { memory } from './memory.ts';
import { merge } from './merge.ts';
import { mergePostgres } from './merge-postgres.ts';
import { nested } from './nested.ts';
import { ragged } from './ragged.ts';
import { wide } from './wide.ts';

/** In the order in which they run and are reported. */
export const workloads: readonly Workload[] = [
  flat,
  nested,
  wide,
  ragged,
  flatPostgres,
  merge,
  mergePostgres,
  firstUpsert,
  hello,
  importing,
  memory,
];
