import type { Destination } from '@sluice/load';

/** A destination that does something else right before it publishes. */
export function beforePublishing(destination: Destination, interrupt: () => Promise<unknown>): Destination {
  return {
    ...destination,
    async open(options) {
      const connection = await destination.open(options);
      return {
        ...connection,
        async begin(load) {
          const session = await connection.begin(load);
          return {
            ...session,
            async publish(plan) {
              await interrupt();
              await session.publish(plan);
            },
          };
        },
      };
    },
  };
}
