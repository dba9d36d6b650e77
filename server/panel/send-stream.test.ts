import type { Response } from 'express';
import { expect, it } from 'vitest';
import { sendStream } from './send-stream.ts';

it('ends what it would have sent when whoever asked has gone before the first bit', async () => {
  let ended = false;
  async function* bits(): AsyncGenerator<string> {
    try {
      yield 'first';
      yield 'second';
    } finally {
      ended = true;
    }
  }
  // All that is asked of an answer to nobody.
  await sendStream({ destroyed: true } as unknown as Response, 'text/csv', bits());
  expect(ended).toBe(true);
});
