import { invalidParameter } from './invalid-parameter.ts';
import type { Parameters } from './parameters.ts';

/** Where a server listens: a name, an address or the folder of a Unix socket, and a port. */
export interface Server {
  readonly host: string;
  readonly port: number;
}

/**
 * The servers to try, in this order: as many as there are hosts, with a port for each of them or one for all.
 *
 * @throws DESTINATION_OPTIONS_INVALID for what is no port, or another number of ports than of hosts
 */
export function readServers(parameters: Parameters): readonly Server[] {
  const hosts = (parameters.get('host') ?? '').split(',');
  const ports = (parameters.get('port') ?? '').split(',').map((port) => (port === '' ? 5432 : Number(port)));
  const isFine = ports.every((port) => Number.isInteger(port) && port > 0 && port < 65_536);
  if (!isFine || (ports.length > 1 && ports.length !== hosts.length))
    throw invalidParameter('port', 'the connection settings', 'Give one port, or as many as hosts');
  return hosts.map((host, index) => ({
    host: host === '' ? 'localhost' : host,
    port: ports[index] ?? ports[0] ?? 5432,
  }));
}

/** Whether the host is the folder of a Unix socket. */
export function isSocket({ host }: Server): boolean {
  return host.startsWith('/');
}
