import type { Client } from 'pg';

/** Connections that work side by side: opened as they are needed, and kept until all of them are closed. */
export interface ClientPool {
  /** Lends a connection that nobody else uses meanwhile. */
  use<T>(work: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function clientPool(open: () => Promise<Client>): ClientPool {
  const all = new Set<Client>();
  const idle: Client[] = [];
  return {
    async use(work) {
      let lent = idle.pop();
      if (!lent) {
        lent = await open();
        all.add(lent);
      }
      const result = await work(lent);
      // After an error nobody knows what state it is in: it is not lent again.
      idle.push(lent);
      return result;
    },
    async close() {
      await Promise.all([...all].map((client) => client.end()));
    },
  };
}
