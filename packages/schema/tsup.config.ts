import { defineConfig } from 'tsup';
import base from '../../tsup.config.base.ts';

/** What needs a library, or few need, is an entry of its own: loading the package loads none of them. */
export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/arrow/index.ts', 'src/files/index.ts', 'src/render/index.ts'],
});
