// A paging JSON API on 127.0.0.1 for the REST work. Every page is made before the first request, so serving costs little.
//   node rest_server.mjs --port 8123 --pages 500 --page-size 100 --latency-ms 20
// GET /events/<any>?page=N -> JSON array; header Link: <...>; rel="next" until the last page.
// GET /stats -> {requests, maxConcurrent} since the last /stats. Prints "listening <port>" when ready (port 0: any free one).
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    pages: { type: 'string', default: '500' },
    'page-size': { type: 'string', default: '100' },
    'latency-ms': { type: 'string', default: '0' },
  },
});
const pages = Number(values.pages),
  size = Number(values['page-size']),
  latency = Number(values['latency-ms']);

const event = (n) => ({
  id: n,
  type: ['push', 'fork', 'watch', 'issue'][n % 4],
  created_at: new Date(1577836800000 + n * 1373).toISOString(),
  actor: { id: 1000 + (n % 997), login: `user-${n % 997}`, url: `https://example.com/users/user-${n % 997}` },
  repo: { id: 500 + (n % 311), name: `team/project-${n % 311}`, private: n % 7 === 0 },
  payload: {
    ref: `refs/heads/branch-${n % 53}`,
    size: n % 4,
    commits: Array.from({ length: n % 4 }, (_, i) => ({
      sha: (n * 31 + i).toString(16).padStart(40, '0'),
      message: `change ${i} of event ${n}`,
      author: { name: `user-${(n + i) % 997}`, email: `user-${(n + i) % 997}@example.com` },
    })),
  },
  labels: Array.from({ length: n % 3 }, (_, i) => ({ id: (n + i) % 100, name: `label-${(n + i) % 100}` })),
});
const bodies = Array.from({ length: pages }, (_, p) =>
  Buffer.from(JSON.stringify(Array.from({ length: size }, (_, i) => event(p * size + i)))),
);

let requests = 0,
  running = 0,
  maxConcurrent = 0;
const server = createServer(async (req, res) => {
  const url = new URL(req.url, `http://${req.headers.host}`);
  if (url.pathname === '/stats') {
    res.end(JSON.stringify({ requests, maxConcurrent }));
    requests = maxConcurrent = 0;
    return;
  }
  requests++;
  maxConcurrent = Math.max(maxConcurrent, ++running);
  if (latency) await sleep(latency);
  const page = Number(url.searchParams.get('page') ?? 1);
  const body = bodies[page - 1] ?? Buffer.from('[]');
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  if (page < pages) headers.link = `<${url.origin}${url.pathname}?page=${page + 1}>; rel="next"`;
  running--;
  res.writeHead(200, headers).end(body);
});
server.listen(Number(values.port), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
