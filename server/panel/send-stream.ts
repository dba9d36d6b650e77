import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Writes an answer bit by bit, no faster than it is read. What fails before the first bit is thrown, so that it can still
 * become an answer of its own; what fails later cuts the connection, so that nobody takes a part for the whole.
 */
export async function sendStream(
  response: Response,
  type: string | undefined,
  bits: AsyncIterable<string>,
): Promise<void> {
  const iterator = bits[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (response.destroyed) {
    await iterator.return?.();
    return;
  }
  response.set({
    'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
    // Proxies that collect an answer before they pass it on would hold events back.
    'x-accel-buffering': 'no',
  });
  try {
    await pipeline(Readable.from(joinAgain(first, iterator)), response);
  } catch (error) {
    // Whoever asked has gone; the pipeline has ended the iterator.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    throw error;
  }
}

async function* joinAgain(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string> {
  try {
    for (let step = first; step.done !== true; step = await rest.next()) yield step.value;
  } finally {
    await rest.return?.();
  }
}
