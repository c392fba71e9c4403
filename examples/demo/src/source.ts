import { incremental, resource, source } from 'sluice';
import type { Delivery, Earthquake } from './feeds.ts';

/** What the feeds hold at the time of a run. */
export interface Feeds {
  earthquakes: readonly Earthquake[];
  deliveries: readonly Delivery[];
}

/** One source, two resources: earthquakes by time, webhook deliveries by id. */
export const feeds = source('feeds', (_context, { earthquakes, deliveries }: Feeds) => [
  // Only what happened since the last run is loaded, whatever the feed still shows.
  resource(
    'earthquakes',
    { cursor: incremental('time'), primaryKey: 'id' },
    earthquakes.map(({ id, properties, geometry }) => ({
      ...properties,
      id,
      time: new Date(properties.time),
      updated: new Date(properties.updated),
      geometry,
    })),
  ),
  // Each kind of event has its table. A delivery that comes again replaces the one before, nested rows included.
  resource(
    'webhooks',
    { table: ({ event }) => event, primaryKey: 'delivery', writeDisposition: 'merge' },
    deliveries.map(({ id, event, attempt, payload: { repository, sender, ...payload } }) => ({
      delivery: id,
      event,
      attempt,
      repository: repository.full_name,
      sender: sender.login,
      ...payload,
    })),
  ),
]);
