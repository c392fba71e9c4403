import { rmSync } from 'node:fs';
import { duckdb } from '@sluice/destination-duckdb';
import { pipeline } from 'sluice';
import { deliveries, earthquakes } from './feeds.ts';
import { printFirstRun, printNextRun, printNextSteps } from './report.ts';
import { feeds } from './source.ts';

const day = 24 * 60 * 60 * 1000;
const file = 'demo.duckdb';

// Start from nothing, so that the demo tells the same story every time.
for (const path of [file, `${file}.wal`, '.sluice/demo']) rmSync(path, { recursive: true, force: true });

const demo = pipeline({ name: 'demo', destination: duckdb(file), dataset: 'feeds' });
const allEarthquakes = earthquakes();
const allDeliveries = deliveries();
const yesterday = Math.max(...allEarthquakes.map(({ properties }) => properties.time)) - day;

const first = await demo.run(
  feeds({
    earthquakes: allEarthquakes.filter(({ properties }) => properties.time <= yesterday),
    deliveries: allDeliveries.slice(0, 280),
  }),
);
await printFirstRun(first, demo);

// A day later: the earthquake feed still shows the whole week, and some deliveries come a second time.
const next = await demo.run(
  feeds({
    earthquakes: allEarthquakes,
    deliveries: allDeliveries.slice(260).map((delivery) => ({ ...delivery, redelivered: true })),
  }),
);
await printNextRun(next, demo);
printNextSteps(file);
