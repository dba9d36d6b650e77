import { expect, it } from 'vitest';
import { readEvents } from './read-events.ts';

function streamOf(...bits: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const bit of bits) controller.enqueue(bytes.encode(bit));
      controller.close();
    },
  });
}

async function collect(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string[]> {
  const found: string[] = [];
  for await (const data of readEvents(body, 'overview')) found.push(data);
  return found;
}

it('gives the data of each event of the name, however the bits are cut, and no comment', async () => {
  const body = streamOf(
    'event: overview\nda',
    'ta: {"a":1}\n',
    '\n: quiet\n\nevent: other\ndata: 2\n\nevent: over',
    'view\ndata: 3\n\n',
  );
  expect(await collect(body)).toEqual(['{"a":1}', '3']);
});

it('leaves out an event that was cut off', async () => {
  expect(await collect(streamOf('event: overview\ndata: {"a"'))).toEqual([]);
});
