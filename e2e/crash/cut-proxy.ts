import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type ClientMessage, clientMessages } from './client-messages.ts';

/** Which message of a client costs it its connection, and whether the server still gets to see it. */
export interface Cut {
  /** The n-th message of all connections, or the n-th with this statement; counted from 1. */
  readonly at: { readonly nth: number; readonly sql?: string };
  /** `before` the server has it, or `after`: the server does what it says, and the answer is lost. */
  readonly when: 'before' | 'after';
}

export interface CutProxy {
  readonly port: number;
  readonly hasCut: boolean;
  /** The statements of the messages so far; null for messages without one. */
  readonly messages: readonly (string | null)[];
  close(): Promise<void>;
}

/**
 * A way to a Postgres server that breaks off once, at a chosen message; whoever connects again gets through. Both ends
 * see a reset, as when a machine in between goes down.
 */
export async function startCutProxy(
  target: { readonly host: string; readonly port: number },
  cut: Cut,
): Promise<CutProxy> {
  const messages: (string | null)[] = [];
  let counted = 0;
  let hasCut = false;
  const open = new Set<Socket>();
  const costsConnection = ({ sql }: ClientMessage): boolean => {
    messages.push(sql);
    if (cut.at.sql === undefined || cut.at.sql === sql) counted++;
    else return false;
    return !hasCut && counted === cut.at.nth;
  };

  const server = createServer((client) => {
    const upstream = connect(target);
    const both = [client, upstream];
    const reset = (): void => {
      for (const socket of both) socket.resetAndDestroy();
    };
    let losesAnswer = false;
    for (const socket of both) {
      open.add(socket);
      socket.setNoDelay(true);
      // Whatever one end suffers the other one shall know.
      socket.on('error', reset);
      socket.on('close', () => {
        open.delete(socket);
        for (const other of both) other.end();
      });
    }
    const split = clientMessages();
    client.on('data', (chunk) => {
      for (const message of split(chunk)) {
        if (costsConnection(message)) {
          hasCut = true;
          if (cut.when === 'before') return reset();
          losesAnswer = true;
        }
        upstream.write(message.bytes);
      }
    });
    upstream.on('data', (chunk) => {
      if (losesAnswer) reset();
      else client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    messages,
    get hasCut() {
      return hasCut;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
