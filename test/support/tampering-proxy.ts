import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

export interface TamperingProxy {
  url: string;
  /** Changes the JSON of answers, at once or by and by; the path is as asked for, with its query. */
  tamper(path: string, body: unknown): unknown;
  close(): Promise<void>;
}

/** Passes every request on and lets a test change the JSON of the answers. */
export async function startTamperingProxy(target: string): Promise<TamperingProxy> {
  const proxy = { tamper: (_path: string, body: unknown) => body };
  const server = createServer((request, response) => {
    void pass(request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });

  async function pass(request: IncomingMessage) {
    const path = request.url ?? '/';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const { host: _host, connection: _connection, 'content-length': _length, ...rest } = request.headers;
    const answer = await fetch(target + path, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
      redirect: 'manual',
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    const headers = Object.fromEntries(
      [...answer.headers].filter(
        ([name]) => !['content-length', 'content-encoding', 'connection', 'transfer-encoding'].includes(name),
      ),
    );
    const isJson = (answer.headers.get('content-type') ?? '').includes('json') && text !== '';
    const body = isJson ? JSON.stringify(await proxy.tamper(path, JSON.parse(text))) : text;
    return { status: answer.status, headers, body: answer.status === 204 ? undefined : body };
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
