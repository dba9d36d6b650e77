import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { UpstreamError } from '../../server/upstream/errors.ts';
import { createHttpClient, type HttpClient, type HttpRequest } from '../../server/upstream/http-client.ts';
import { failureOf } from './clients-failure.ts';
import { sendJson, startScriptedServer, type Answer, type ScriptedServer } from './clients-server.ts';

const token = 'canary-token-41d0';

describe('the HTTP client', () => {
  let server: ScriptedServer | undefined;
  let client: HttpClient | undefined;

  afterEach(async () => {
    client?.close();
    await server?.close();
    server = undefined;
  });

  async function start(answer: Answer, options: Partial<Parameters<typeof createHttpClient>[0]> = {}) {
    server = await startScriptedServer(answer);
    client = createHttpClient({ service: 'bigcommerce', baseUrl: server.url, ...options });
    return { server, client };
  }

  function get(overrides: Partial<HttpRequest> = {}): HttpRequest {
    return {
      method: 'GET',
      route: '/things/{id}',
      params: { id: 7 },
      headers: { 'x-key': token },
      ...overrides,
    };
  }

  async function failureWithoutSecret(promise: Promise<unknown>): Promise<UpstreamError> {
    const error = await failureOf(promise);
    // Nothing secret may be found in an error, whatever prints it.
    const everything = JSON.stringify({
      ...error,
      message: error.message,
      stack: error.stack,
      cause: error.cause,
    });
    expect(everything).not.toContain(token);
    return error;
  }

  it('gives status, headers and text of every answer that is no redirect', async () => {
    const { client } = await start((_, response) => sendJson(response, 422, { a: 1 }, { 'X-Left': '3' }));
    const answer = await client.send(get());
    expect(answer.status).toBe(422);
    expect(answer.headers['x-left']).toBe('3');
    expect(answer.text).toBe('{"a":1}');
  });

  it('encodes every part of the address', async () => {
    const { client, server } = await start((_, response) => sendJson(response, 200, {}));
    await client.send(
      get({
        route: '/v2/{name}/x',
        params: { name: 'a/../b?c#d' },
        query: { 'date:min': '2026-01-01T00:00:00.000Z', email: 'a+b@c.de', none: undefined },
      }),
      '/stores/abc',
    );
    expect(server.seen[0]?.path).toBe('/stores/abc/v2/a%2F..%2Fb%3Fc%23d/x');
    expect(server.seen[0]?.query).toEqual({ 'date:min': '2026-01-01T00:00:00.000Z', email: 'a+b@c.de' });
  });

  it('refuses values that would change the path', async () => {
    const { client, server } = await start((_, response) => sendJson(response, 200, {}));
    for (const id of ['..', '.', '', -1, Number.NaN, 1.5]) {
      await expect(client.send(get({ params: { id } }))).rejects.toThrow(TypeError);
    }
    expect(server.seen).toHaveLength(0);
  });

  it('follows no redirect, so that the credential stays here', async () => {
    const other = await startScriptedServer((_, response) => sendJson(response, 200, {}));
    const { client } = await start((_, response) => {
      response.writeHead(302, { location: `${other.url}/elsewhere` });
      response.end();
    });
    const error = await failureWithoutSecret(client.send(get()));
    expect(error).toMatchObject({ failure: 'redirected', status: 302, path: '/things/{id}' });
    expect(other.seen).toHaveLength(0);
    await other.close();
  });

  it('ends a call that takes too long', async () => {
    const { client } = await start(() => undefined, { timeoutMs: 100 });
    expect(await failureWithoutSecret(client.send(get()))).toMatchObject({
      failure: 'timeout',
      status: null,
    });
  });

  it('ends a call whose answer only drips', async () => {
    const { client } = await start(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
      { timeoutMs: 200 },
    );
    expect((await failureWithoutSecret(client.send(get()))).failure).toBe('timeout');
  });

  it('does not read more than it may', async () => {
    const { client } = await start(
      (_, response) => {
        response.writeHead(200);
        response.end('x'.repeat(5_000));
      },
      { maxBytes: 1_000 },
    );
    expect((await failureWithoutSecret(client.send(get()))).failure).toBe('garbage');
  });

  it('stops when it is told to', async () => {
    const { client } = await start(() => undefined);
    const controller = new AbortController();
    const call = client.send(get({ signal: controller.signal }));
    controller.abort();
    expect((await failureWithoutSecret(call)).failure).toBe('aborted');
    expect((await failureWithoutSecret(client.send(get({ signal: controller.signal })))).failure).toBe(
      'aborted',
    );
  });

  it('tells a cut connection from a time-out', async () => {
    const { client } = await start((_, response) => response.socket?.destroy());
    expect((await failureWithoutSecret(client.send(get()))).failure).toBe('network');
  });

  it('notices a body that ends too early', async () => {
    const { client } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":');
      response.on('error', () => undefined);
      setImmediate(() => response.socket?.destroy());
    });
    expect((await failureWithoutSecret(client.send(get()))).failure).toBe('network');
  });

  it('gives up on a connection that is not made in time', async () => {
    // Accepts and says nothing, so that the TLS handshake never ends.
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo; // a TCP listener has one
    client = createHttpClient({ service: 'aiq', baseUrl: `https://127.0.0.1:${port}`, connectMs: 100 });
    const error = await failureWithoutSecret(client.send(get()));
    expect(error.failure).toBe('network');
    expect(error.message).toContain('ETIMEDOUT');
    silent.close();
  });

  it('keeps connections open between calls', async () => {
    const ports = new Set<number | undefined>();
    const { client } = await start((_, response) => {
      ports.add(response.socket?.remotePort);
      sendJson(response, 200, {});
    });
    for (let call = 0; call < 5; call += 1) await client.send(get());
    expect(ports.size).toBe(1);
  });
});
