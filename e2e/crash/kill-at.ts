// Preloaded by a process that is to die in the middle of a load (`node --import`):
//
//   CRASH_AT=12          SIGKILL to itself at the 12th transition
//   CRASH_AT=committed   … at the first transition of that name
//   CRASH_TRACE=file     writes the names of all transitions there when it ends by itself
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';

const { CRASH_AT: at, CRASH_TRACE: trace } = process.env;
const names: string[] = [];

subscribe('sluice:transition', (message) => {
  const { name } = message as { name: string };
  names.push(name);
  if (at === name || at === String(names.length)) process.kill(process.pid, 'SIGKILL');
});
if (trace) process.on('exit', () => writeFileSync(trace, JSON.stringify(names)));
