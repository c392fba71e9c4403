import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** An earthquake as the USGS publishes it: a GeoJSON feature. Times are milliseconds since the epoch. */
export interface Earthquake {
  id: string;
  properties: { time: number; updated: number; mag: number | null; place: string; [name: string]: unknown };
  geometry: { type: 'Point'; coordinates: number[] };
}

/** A webhook delivery: an event's name and the payload GitHub sent with it. */
export interface Delivery {
  id: string;
  event: string;
  payload: Record<string, unknown>;
}

const require = createRequire(import.meta.url);

/** One week of earthquakes around the world, newest first. */
export function earthquakes(): Earthquake[] {
  const file = new URL('../data/earthquakes.json', import.meta.resolve('vega-datasets'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { features: Earthquake[] }).features;
}

/** Real webhook deliveries of 58 kinds, each kind with a payload of its own. */
export function deliveries(): Delivery[] {
  const events = require('@octokit/webhooks-examples') as {
    name: string;
    examples: Record<string, unknown>[];
  }[];
  return events.flatMap(({ name, examples }) =>
    examples.map((payload, index) => ({ id: `${name}-${index + 1}`, event: name, payload })),
  );
}
