import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** An earthquake as the USGS publishes it: a GeoJSON feature. Times are milliseconds since the epoch. */
export interface Earthquake {
  id: string;
  properties: { time: number; updated: number; mag: number | null; place: string; [name: string]: unknown };
  geometry: { type: 'Point'; coordinates: number[] };
}

/** A webhook delivery: an event's name, how often GitHub has tried, and the payload it sent. */
export interface Delivery {
  id: string;
  event: string;
  attempt: number;
  payload: Payload;
}

interface Payload {
  repository: { full_name: string };
  sender: { login: string };
  changes?: Record<string, unknown>;
  [name: string]: unknown;
}

const require = createRequire(import.meta.url);

/** One week of earthquakes around the world. */
export function earthquakes(): Earthquake[] {
  const file = new URL('../data/earthquakes.json', import.meta.resolve('vega-datasets'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { features: Earthquake[] }).features;
}

const kinds = ['issues', 'push', 'release', 'star'];

/**
 * Real webhook deliveries of four kinds, each with a payload of its own, in turn. Without issues that moved: those
 * carry the whole of two repositories, which is a few hundred columns.
 */
export function deliveries(): Delivery[] {
  const events = require('@octokit/webhooks-examples') as { name: string; examples: Payload[] }[];
  return events
    .filter(({ name }) => kinds.includes(name))
    .flatMap(({ name, examples }) =>
      examples.filter(staysInPlace).map((payload, index, { length }) => ({
        at: index / length,
        delivery: { id: `${name}-${index + 1}`, event: name, attempt: 1, payload },
      })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ delivery }) => delivery);
}

function staysInPlace({ changes = {} }: Payload): boolean {
  return !('new_issue' in changes || 'old_repository' in changes);
}
