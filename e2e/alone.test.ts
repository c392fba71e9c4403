import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeVersions } from './node-versions.ts';
import { closure, exec, published } from './packages.ts';
import { packed } from './packed.ts';
import { smokeLines } from './smoke-lines.ts';
import { installed, strictProject } from './strict-project.ts';

const tarballs = packed();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-alone-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const isOurs = (name: string): boolean => name === 'sluice' || name.startsWith('@sluice/');

describe.each([...published.keys()])('%s, installed alone', (name) => {
  let project: string;

  beforeAll(async () => {
    project = await strictProject(folder, tarballs, [name]);
  });

  test('brings those of our packages that it declares, and no others', async () => {
    expect((await installed(project)).filter(isOurs)).toEqual(closure([name]));
  });

  test.for(nodeVersions)('works on Node $version', async ({ path }, { skip }) => {
    if (path === undefined) return skip('this Node is not here');
    const smoke = smokeLines[name];
    if (smoke === undefined) throw new Error(`${name} has no line in e2e/smoke-lines.ts`);
    const file = join(project, 'smoke.js');
    await writeFile(
      file,
      `import * as it from '${name}';\nconsole.log(JSON.stringify(await ${smoke.run}));\n`,
    );
    const { stdout } = await exec(path, [file], { cwd: project });
    expect(JSON.parse(stdout)).toEqual(smoke.gives);
  });
});

test('every smoke line is for a package that is published', () => {
  expect([...published.keys()]).toEqual(expect.arrayContaining(Object.keys(smokeLines)));
});

const drivers: Readonly<Record<string, readonly string[]>> = {
  '@sluice/destination-duckdb': ['@duckdb/node-api'],
  '@sluice/destination-postgres': ['pg', 'pg-copy-streams', 'postgres'],
  '@sluice/destination-bigquery': ['@google-cloud/bigquery'],
  '@sluice/destination-snowflake': ['snowflake-sdk'],
  '@sluice/destination-filesystem': ['@aws-sdk/client-s3'],
};

test.each([...published.keys()].filter((name) => name.startsWith('@sluice/destination-')))(
  '%s brings no driver but its own',
  async (name) => {
    const others = Object.entries(drivers).flatMap(([of, names]) => (of === name ? [] : names));
    const found = await installed(await strictProject(folder, tarballs, [name]));
    expect(found.filter((one) => others.includes(one))).toEqual([]);
  },
);
