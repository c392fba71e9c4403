import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deliveries, earthquakes } from '@sluice/example-demo/feeds';
import { type Feeds, feeds } from '@sluice/example-demo/source';
import type { DestinationName } from '../canonical/dump.ts';
import { parseJson } from '../json/parse.ts';
import { judgeCase } from '../judge/judge-case.ts';
import { readRegister } from '../judge/register.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';
import { play, type Side } from './take-turns.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * The demo's two runs, the second by the other side: the dataset must be what the first side alone would have made
 * of both. (The two sides differ in one thing on real data: numbers like `2` before `1.6` in a new column. Whoever
 * begins decides the types, and the other goes on with them.)
 */
export function continueDemo(
  destination: DestinationName,
  first: Side,
  dlt: PythonDlt,
): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const path = join(folder, 'demo.json');
    const text = JSON.stringify(await demoCase());
    await writeFile(path, text);
    const golden = { name: 'demo', path, document: parseJson(text), fixedIds: new Set<string>() };
    const expected = await play(golden, destination, [first, first], dlt);
    const turns = await play(golden, destination, [first, first === 'dlt' ? 'sluice' : 'dlt'], dlt);
    return judgeCase({ document: golden.document, tags: [], expected }, turns, readRegister()).why;
  });
}

/** The demo's feeds on two days, as a case that both sides can run. */
async function demoCase() {
  const quakes = earthquakes();
  const hooks = deliveries();
  const half = Math.floor(hooks.length / 2);
  const yesterday = Math.max(...quakes.map(({ properties }) => properties.time)) - day;
  const days: Feeds[] = [
    {
      earthquakes: quakes.filter(({ properties }) => properties.time <= yesterday),
      deliveries: hooks.slice(0, half),
    },
    {
      earthquakes: quakes,
      deliveries: hooks.slice(half - 5).map((delivery) => ({ ...delivery, attempt: 2 })),
    },
  ];
  return {
    name: 'demo',
    tags: [],
    pipeline: { name: 'demo', dataset: 'feeds' },
    runs: await Promise.all(days.map(async (now) => ({ sources: [await sourceOf(now)] }))),
  };
}

async function sourceOf(now: Feeds) {
  const { resources } = feeds(now);
  return {
    name: 'feeds',
    resources: [
      {
        name: 'earthquakes',
        primary_key: 'id',
        incremental: { cursor_path: 'time' },
        data: [await recordsOf(resources.earthquakes)],
      },
      {
        name: 'webhooks',
        table_name: { field: 'event' },
        primary_key: 'delivery',
        write_disposition: 'merge',
        data: [await recordsOf(resources.webhooks)],
      },
    ],
  };
}

async function recordsOf(resource: AsyncIterable<unknown>): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const record of resource) records.push(tagged(record));
  return records;
}

function tagged(value: unknown): unknown {
  if (value instanceof Date) return { $type: 'datetime', v: value.toISOString().replace('Z', '+00:00') };
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tagged(inner)]));
}
