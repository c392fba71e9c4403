import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import type { Tarball } from '../tools/tarball.ts';

/** Serves tarballs as an npm registry on a loopback port. It knows these packages and no others. */
export async function serveRegistry(
  tarballs: Iterable<Tarball>,
): Promise<{ url: string; close(): Promise<void> }> {
  const answers = new Map<string, { type: string; body: string | Buffer }>();
  const server = createServer((request, response) => {
    const answer = answers.get(decodeURIComponent(request.url ?? ''));
    if (answer) response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Clients cache by address, and a port may come back in a later run.
  const prefix = `/${randomUUID()}/`;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  for (const { path, manifest } of tarballs) {
    const body = readFileSync(path);
    const file = `tarballs/${basename(path)}`;
    const integrity = `sha512-${createHash('sha512').update(body).digest('base64')}`;
    const { name, version } = manifest;
    const document = {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist: { tarball: `${url}${file}`, integrity } } },
    };
    answers.set(`${prefix}${file}`, { type: 'application/octet-stream', body });
    answers.set(`${prefix}${name}`, { type: 'application/json', body: JSON.stringify(document) });
  }
  return { url, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
