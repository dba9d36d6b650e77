/**
 * The data of the server-sent events of one name, as far as our own server writes them: one `event:` and one `data:`
 * line, a blank line, comments in between.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  name: string,
): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = blockToData(block, name);
        if (data !== null) yield data;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function blockToData(block: string, name: string): string | null {
  const lines = block.split('\n');
  if (!lines.includes(`event: ${name}`)) return null;
  return lines.find((line) => line.startsWith('data: '))?.slice('data: '.length) ?? null;
}
