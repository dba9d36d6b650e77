import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { freePort } from './free-port.ts';
import { findMongod } from './mongod-binary.ts';

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const REPLICA_SET = 'rs0';
/** mongod's exit code when another one still uses the data folder: a predecessor that is shutting down. */
const DATA_FOLDER_IN_USE = 100;
/** mongod's exit code when it cannot listen, so when somebody took the port that was free a moment ago. */
const PORT_TAKEN = 48;

export interface StartMongoOptions {
  /** Folder whose data are kept between starts. Without it, a temporary one that goes with the server. */
  dbPath?: string;
  /** Start a single-node replica set, for transactions and change streams. Standalone otherwise. */
  replicaSet?: boolean;
  /** A free one otherwise. */
  port?: number;
  /** Start a server of one's own even where MONGODB_URI names one: for tests that stop or freeze it. */
  own?: boolean;
  /** Told what takes a while, such as a download. */
  say?: (line: string) => void;
}

export interface RunningMongo {
  /** Without a database name. */
  uri: string;
  /** Process id of the server that we started; undefined when MONGODB_URI named a running one. */
  pid: number | undefined;
  /** Ends the server that we started, and removes its data unless `dbPath` was given. May be called twice. */
  close(): Promise<void>;
}

interface Mongod {
  pid: number;
  closed: Promise<void>;
  end(): void;
}

/**
 * Gives a MongoDB server for development, tests and benchmarks: the one that `MONGODB_URI` names, or a real
 * `mongod` started here, which ends with this process however that ends.
 *
 * @throws Error when no `mongod` can be had (it names each way tried) or when it does not start (with its log's end)
 */
export async function startMongo(options: StartMongoOptions = {}): Promise<RunningMongo> {
  const given = process.env['MONGODB_URI'];
  if (given && !options.own) return { uri: given, pid: undefined, close: () => Promise.resolve() };

  const binary = await findMongod(process.env, options.say);
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    const port = options.port ?? (await freePort());
    try {
      return await startMongod(binary, port, options, deadline);
    } catch (error) {
      if (!(error instanceof MongodEnded) || Date.now() > deadline) throw error;
      const predecessorStopping = error.exitCode === DATA_FOLDER_IN_USE && options.dbPath !== undefined;
      const portLost = error.exitCode === PORT_TAKEN && options.port === undefined;
      if (!predecessorStopping && !portLost) throw error;
      await pause(200);
    }
  }
}

async function startMongod(
  binary: string,
  port: number,
  options: StartMongoOptions,
  deadline: number,
): Promise<RunningMongo> {
  const folder = options.dbPath ?? (await mkdtemp(join(tmpdir(), 'mongod-')));
  await mkdir(folder, { recursive: true });
  const logFile = join(folder, 'mongod.log');
  await rm(logFile, { force: true });

  const mongodArguments = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'];
  // A laptop's database needs no half of its memory.
  mongodArguments.push('--wiredTigerCacheSizeGB', '0.5');
  if (process.platform !== 'win32') mongodArguments.push('--nounixsocket');
  if (options.replicaSet) mongodArguments.push('--replSet', REPLICA_SET);

  const mongod = await spawnWatched(binary, mongodArguments, logFile, options.dbPath ? '' : folder);
  const close = async () => {
    mongod.end();
    await mongod.closed.catch(() => undefined);
  };
  try {
    const ready = options.replicaSet ? initiate(port, deadline) : untilAnswers(port, deadline);
    await Promise.race([ready, mongod.closed]);
  } catch (error) {
    await close();
    throw error;
  }
  const query = options.replicaSet ? `?replicaSet=${REPLICA_SET}` : '';
  return { uri: `mongodb://127.0.0.1:${port}/${query}`, pid: mongod.pid, close };
}

class MongodEnded extends Error {
  readonly exitCode: number | null;

  constructor(exitCode: number | null, log: string) {
    super(`mongod ended with code ${exitCode}. The end of its log:\n${log.split('\n').slice(-8).join('\n')}`);
    this.name = 'MongodEnded';
    this.exitCode = exitCode;
  }
}

/** `closed` rejects with MongodEnded when mongod ends before `end` was called. */
async function spawnWatched(
  binary: string,
  mongodArguments: string[],
  logFile: string,
  removeAfterwards: string,
): Promise<Mongod> {
  const watcherFile = join(import.meta.dirname, 'mongod-watcher.mjs');
  const watcher = spawn(
    process.execPath,
    [watcherFile, binary, logFile, String(STOP_WITHIN_MS), removeAfterwards, JSON.stringify(mongodArguments)],
    // Detached: what is sent to our process group must not end the watcher before its mongod.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true, env: { PATH: process.env['PATH'] } },
  );
  let log = '';
  let ending = false;
  const closed = once(watcher, 'close').then(async ([code]: (number | null)[]) => {
    if (ending) return;
    log = await readFile(logFile, 'utf8').catch(() => '(removed with its folder)');
    throw new MongodEnded(code ?? null, log);
  });
  // Whoever waits for the start or the end sees it; in between nobody does.
  closed.catch(() => undefined);

  const [line] = (await Promise.race([
    once(createInterface(watcher.stdout), 'line'),
    closed.then(() => []),
  ])) as [string?];
  const first: unknown = JSON.parse(line ?? '{}');
  if (typeof first !== 'object' || first === null || !('pid' in first) || typeof first.pid !== 'number') {
    watcher.stdin.destroy();
    throw new Error(`mongod (${binary}) could not be started: ${line ?? 'no answer'}`);
  }
  // A server in the background keeps nobody's process alive.
  watcher.unref();
  for (const stream of [watcher.stdin, watcher.stdout]) {
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
  return {
    pid: first.pid,
    closed,
    end: () => {
      ending = true;
      watcher.ref();
      watcher.stdin.end();
    },
  };
}

async function withAdmin<T>(port: number, work: (admin: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: 500,
    connectTimeoutMS: 500,
  });
  try {
    return await work(client.db('admin'));
  } finally {
    await client.close();
  }
}

async function untilAnswers(port: number, deadline: number): Promise<void> {
  await until(deadline, async () => {
    await withAdmin(port, (admin) => admin.command({ ping: 1 }));
    return true;
  });
}

async function initiate(port: number, deadline: number): Promise<void> {
  await untilAnswers(port, deadline);
  await withAdmin(port, async (admin) => {
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    const hello = await admin.command({ hello: 1 });
    if (hello['setName'] === undefined) {
      try {
        await admin.command({ replSetInitiate: { _id: REPLICA_SET, members } });
      } catch (error) {
        if (!isAlreadyInitialized(error)) throw error;
        // Kept data, perhaps on another port than last time.
        const { config } = await admin.command({ replSetGetConfig: 1 });
        await admin.command({
          replSetReconfig: { ...config, version: Number(config.version) + 1, members },
          force: true,
        });
      }
    }
    await until(deadline, async () => (await admin.command({ hello: 1 }))['isWritablePrimary'] === true);
  });
}

function isAlreadyInitialized(error: unknown): boolean {
  return error instanceof Error && 'codeName' in error && error.codeName === 'AlreadyInitialized';
}

/** Asks again while the answer is false or an error, which a server that is starting gives. */
async function until(deadline: number, holds: () => Promise<boolean>): Promise<void> {
  for (;;) {
    try {
      if (await holds()) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline) throw new Error('mongod did not become ready in time');
    await pause(50);
  }
}
