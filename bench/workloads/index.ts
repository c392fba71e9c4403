import type { Workload } from '../run/workload.ts';
import { flat } from './flat.ts';
import { hello } from './hello.ts';
import { importing } from './import.ts';
import { memory } from './memory.ts';
import { merge } from './merge.ts';
import { nested } from './nested.ts';
import { ragged } from './ragged.ts';
import { wide } from './wide.ts';

/** In the order in which they run and are reported. */
export const workloads: readonly Workload[] = [flat, nested, wide, ragged, merge, hello, importing, memory];
