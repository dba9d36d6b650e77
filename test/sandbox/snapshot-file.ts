import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SandboxSnapshot } from './index.ts';

/** Keeps the sandbox's data; whole or not at all: a stop in the middle of writing leaves the older file. */
export async function saveSnapshot(file: string, snapshot: SandboxSnapshot): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(snapshot));
  await rename(`${file}.new`, file);
}

/** What `saveSnapshot` kept; undefined when there is no such file. */
export async function readSnapshot(file: string): Promise<SandboxSnapshot | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SandboxSnapshot; // startSandbox checks the format
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
