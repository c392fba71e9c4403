// fetch-node VERSION prints the path of that Node, and fetches it into .toolchain/ where it is missing.
import { join } from 'node:path';
import { alone, fetchTools, nodePackage } from './toolchain.mjs';

const version = process.argv[2];
const { spec, binary } = nodePackage(version);
alone(() => console.log(join(fetchTools(`node-${version}`, [spec], [binary]), binary)));
