import { defineConfig } from 'tsup';
import base from '../../tsup.config.base.ts';

/** What the tests of a plugin need is an entry of its own: loading the package does not load zod. */
export default defineConfig({ ...base, entry: ['src/index.ts', 'src/check/index.ts'] });
