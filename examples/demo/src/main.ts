import { existsSync, rmSync } from 'node:fs';
import { duckdb } from '@sluice/destination-duckdb';
import { pipeline } from 'sluice';
import { deliveries, earthquakes } from './feeds.ts';
import { printNextSteps, printRows, printRun } from './report.ts';
import { feeds } from './source.ts';

const file = 'demo.duckdb';
const demo = pipeline({ name: 'demo', destination: duckdb(file), dataset: 'feeds', workDir: '.sluice' });
const [question] = process.argv.slice(2);
await (question === undefined ? tellStory() : answer(question));

/** Two runs, a day apart. */
async function tellStory(): Promise<void> {
  // Start from nothing, so that the demo tells the same story every time.
  for (const path of [file, `${file}.wal`, '.sluice/demo']) rmSync(path, { recursive: true, force: true });

  const quakes = earthquakes();
  const hooks = deliveries();
  const half = Math.floor(hooks.length / 2);
  const yesterday = Math.max(...quakes.map(({ properties }) => properties.time)) - 24 * 60 * 60 * 1000;

  const first = await demo.run(
    feeds({
      earthquakes: quakes.filter(({ properties }) => properties.time <= yesterday),
      deliveries: hooks.slice(0, half),
    }),
  );
  const counts = await printRun('Run 1: a week of earthquakes, and some GitHub webhooks', first, demo);

  // The feed still shows the whole week, and GitHub sends the last five webhooks once more before the new ones.
  const again = hooks.slice(half - 5, half).map((delivery) => ({ ...delivery, attempt: 2 }));
  const next = await demo.run(feeds({ earthquakes: quakes, deliveries: [...again, ...hooks.slice(half)] }));
  await printRun('Run 2, a day later: only what is new', next, demo, counts);

  const { table } = demo.dataset();
  const latest = table('earthquakes').select('time', 'mag', 'place').orderBy('time', 'desc');
  printRows('The latest earthquakes', await latest.limit(3).rows());
  const issues = table('issues').select('delivery', 'attempt', 'action', 'issue__title');
  const ids = again.map(({ id }) => id);
  printRows(
    'Issues that came twice',
    await issues.where('delivery', 'in', ids).orderBy('delivery').orderBy('attempt').rows(),
  );
  printNextSteps(file);
}

/** Rows for a query in SQL. */
async function answer(sql: string): Promise<void> {
  if (existsSync(file)) printRows('Answer', await demo.dataset().query(sql));
  else console.log('There is no dataset yet. Make it: npm run demo');
}
