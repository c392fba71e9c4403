import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and passes on what they say. */
export interface Proxy {
  readonly port: number;
  close(): void;
}

/** A connection through the proxy. */
export interface Passage {
  /** Ends it for both sides, as a network does that fails. */
  cut(): void;
}

/** @param see gets what a client sends before the server does, who waits until it is done */
export async function startProxy(
  serverPort: number,
  see: (data: Buffer, passage: Passage) => void | Promise<void>,
): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    const passage = {
      cut() {
        client.resetAndDestroy();
        upstream.resetAndDestroy();
      },
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.pipe(client);
    client.on('data', async (data) => {
      client.pause();
      await see(data, passage);
      upstream.write(data);
      client.resume();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
