import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Runs `work` while holding a lock file that other processes of this machine respect.
 * The lock of a process that has died is taken over.
 *
 * @param path the lock file; its folder must exist
 * @param withinMs how long to wait for the lock
 * @throws Error when the lock is not free in time; whatever `work` throws
 */
export async function withFileLock<T>(path: string, withinMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + withinMs;
  while (!(await take(path))) {
    if (Date.now() > deadline)
      throw new Error(`${path} is held by another process; remove it if none is running`);
    await removeIfAbandoned(path);
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function removeIfAbandoned(path: string): Promise<void> {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  // Empty while its owner is between creating and writing it.
  if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
