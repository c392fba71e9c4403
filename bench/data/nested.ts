import type { DataSet } from './data-set.ts';
import { newRandom } from './random.ts';
import { moment, newWords } from './words.ts';

const types = [
  'PushEvent',
  'CreateEvent',
  'IssuesEvent',
  'WatchEvent',
  'PullRequestEvent',
  'ForkEvent',
  'IssueCommentEvent',
];

/**
 * B: nested events, about 1.7 KB of JSON each: 25 columns in objects up to three deep, and three lists: commits
 * (objects with an object inside; 0–5), labels (objects; 0–5) and tags (texts; 0–4). Eight rows in four tables per
 * event.
 */
export const nestedEvents: DataSet = { name: 'nested', definedIn: import.meta.filename, records };

function* records(count: number): Iterable<object> {
  const random = newRandom();
  const words = newWords(random);
  const list = <T>(length: number, item: () => T) => Array.from({ length }, item);
  for (let index = 0; index < count; index++) {
    const user = random.upTo(50_000);
    const repository = random.upTo(20_000);
    const commits = random.upTo(6);
    const labels = random.upTo(6);
    const login = `user-${user}`;
    const name = `${login}/${words.all[repository % 400]}${repository}`;
    // From here on the order of the fields is that of the draws.
    yield {
      id: String(20_000_000_000 + index * 3),
      type: random.pick(types),
      public: true,
      created_at: moment(index, random),
      actor: {
        id: 1000 + user,
        login,
        display_login: login,
        gravatar_id: '',
        url: `https://api.github.com/users/${login}`,
        avatar_url: `https://avatars.githubusercontent.com/u/${1000 + user}?`,
      },
      repo: {
        id: 500_000 + repository,
        name,
        url: `https://api.github.com/repos/${name}`,
        owner: { login: `user-${user ^ 1}`, type: 'User', site_admin: random.fraction() < 0.01 },
      },
      payload: {
        push_id: index * 11,
        size: commits,
        distinct_size: commits,
        ref: `refs/heads/${words.one()}`,
        head: random.hex(40),
        before: random.hex(40),
        stats: { additions: random.upTo(1000), deletions: random.upTo(500), ratio: random.fraction() },
        body: random.fraction() < 0.3 ? null : words.sentence(10 + random.upTo(20)),
        commits: list(commits, () => ({
          sha: random.hex(40),
          message: words.sentence(3 + random.upTo(8)),
          distinct: random.fraction() < 0.9,
          url: `https://api.github.com/repos/x/commits/${random.hex(20)}`,
          author: { name: words.sentence(2), email: `${words.one()}@example.com` },
        })),
      },
      labels: list(labels, () => ({
        id: random.upTo(1e6),
        name: words.one(),
        color: random.hex(6),
        default: random.fraction() < 0.2,
      })),
      tags: list(random.upTo(5), () => words.one()),
    };
  }
}
