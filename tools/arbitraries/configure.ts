// Property tests try the same cases every time, so that what fails here fails everywhere. The report of a failure names
// the seed and the path to the smallest case. `LAW_SEED=7` tries others, `LAW_SEED=random` others every time.
import fc from 'fast-check';
import { runs } from './runs.ts';

const { LAW_SEED: seed = '20240229' } = process.env;
fc.configureGlobal({ ...runs(), ...(seed !== 'random' && { seed: Number(seed) }) });
