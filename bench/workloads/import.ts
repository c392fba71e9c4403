import { dlt } from '../contenders/dlt.ts';
import { runNodeProgram } from '../contenders/node-program.ts';
import { sluicePrograms } from '../contenders/sluice.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { mainProject } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { secondsAtMost } from './targets.ts';

export const importing: Workload = {
  name: 'import',
  letter: 'L',
  about:
    "A program that does nothing but `import 'sluice'`, beside one that does nothing at all, and `import dlt`.",
  minRuns: 10,
  async prepare(setup) {
    const engine = duckdbFiles(setup);
    return {
      engine,
      contenders: [
        ...sluicePrograms(setup, 'import.mjs', { module: 'sluice' }),
        {
          name: 'Node alone',
          kind: 'native',
          records: 0,
          run: () => runNodeProgram(mainProject(setup), 'import.mjs', { module: '' }),
        },
        ...dlt(setup, engine, { work: 'import', records: 0, usual: ['default'] }),
      ],
      targets: [secondsAtMost('sluice', 0.05, 'import')],
    };
  },
};
