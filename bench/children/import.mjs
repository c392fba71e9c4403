// node import.mjs '{ "module" }': what a program pays before its first line; an empty name imports nothing.
import { note } from './account.mjs';

const { module } = JSON.parse(process.argv[2]);
const start = performance.now();
if (module) await import(module);
note('import', performance.now() - start);
