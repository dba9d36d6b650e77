import { pino } from 'pino';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createErrorHandler, notFound } from '../../server/http/error-handler.ts';
import { startShell, type Shell } from './server-shell.ts';

const metricsToken = 'metrics-token-of-the-tests';
let shell: Shell;

beforeAll(async () => {
  shell = await startShell({ METRICS_TOKEN: metricsToken });
  await shell.install();
});
afterAll(() => shell.close());

function directivesOf(policy: string | undefined): Map<string, string> {
  return new Map(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

describe('every answer', () => {
  it.each([
    ['the panel', '/'],
    ['a page of the panel', '/records/order/118'],
    ['a callback', '/bigcommerce/load'],
    ['an unknown address', '/nothing'],
    ['the API', '/api/status'],
    ['an asset', '/assets/index-0a1b2c3d.js'],
  ])('may be framed by the control panel only: %s', async (_, path) => {
    const { headers } = await shell.get(path);
    const policy = directivesOf(headers['content-security-policy']);
    expect(policy.get('frame-ancestors')).toBe('https://*.mybigcommerce.com');
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect(headers).not.toHaveProperty('x-frame-options');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('set-cookie');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    expect(headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
  });

  it('keeps a proxy’s request id and no nonsense', async () => {
    const kept = await shell.get('/healthz').set('x-request-id', 'proxy-0123456789');
    expect(kept.headers['x-request-id']).toBe('proxy-0123456789');
    const refused = await shell.get('/healthz').set('x-request-id', 'a b"c');
    expect(refused.headers['x-request-id']).not.toContain(' ');
  });
});

describe('the panel', () => {
  it('is one page at each of its addresses, never from a cache, with a fresh style nonce', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/set-up', '/options', '/mapping', '/activity', '/privacy']) {
      const answer = await shell.get(path).expect(200).expect('cache-control', 'no-cache');
      const nonce = /<meta property="csp-nonce" nonce="([^"]+)">/.exec(answer.text)?.[1] ?? '';
      expect(directivesOf(answer.headers['content-security-policy']).get('style-src')).toBe(
        `'self' 'nonce-${nonce}'`,
      );
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(6);
  });

  it('has files that a browser keeps for ever', async () => {
    const answer = await shell.get('/assets/index-0a1b2c3d.js').expect(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('sends large files compressed to a browser that takes them', async () => {
    const large = '/assets/large-0a1b2c3d.js';
    const packed = await shell.get(large).set('accept-encoding', 'gzip').expect(200);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.text).toHaveLength(8_011);
    const plain = await shell.get(large).set('accept-encoding', 'identity').expect(200);
    expect(plain.headers['content-encoding']).toBeUndefined();
  });

  it.each(['/assets/gone-0a1b2c3d.js', '/assets/..%2findex.html', '/assets/'])(
    'has no file %s',
    async (path) => {
      await shell.get(path).expect(404);
    },
  );
});

describe('what is not there', () => {
  it('is a page for a browser', async () => {
    const answer = await shell.get('/nothing').set('accept', 'text/html').expect(404);
    expect(answer.headers['content-type']).toMatch(/html/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).toContain('Page not found');
    expect(answer.text).not.toMatch(/<script/i);
  });

  it('is JSON in the API, whoever asks', async () => {
    const answer = await shell.get('/api/nothing').set('accept', 'text/html').expect(404);
    expect(answer.body.error).toMatchObject({ code: 'not-found', requestId: answer.headers['x-request-id'] });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is refused when its address cannot be decoded', async () => {
    await shell.get('/records/order/%E0%A4%A').expect(400);
  });
});

describe('an error that nobody expected', () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const app = express();
  app.get('/api/broken', () => {
    throw new Error('canary of the inside');
  });
  app.get('/borrowed', () => {
    throw Object.assign(new Error('answer of another service'), { status: 404 });
  });
  app.post('/api/json', express.json({ limit: '1kb' }), (_request, response) => void response.end());
  app.use(notFound);
  app.use(createErrorHandler({ log, isOutage: () => false }));

  it('is a general answer, and one line in the log', async () => {
    const answer = await request(app).get('/api/broken').expect(500);
    expect(answer.body.error.code).toBe('internal');
    expect(answer.text).not.toContain('canary');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('canary of the inside');
  });

  it('does not take its status from another service', async () => {
    await request(app).get('/borrowed').expect(500);
  });

  it.each([
    ['{"a":', 400, 'invalid-input'],
    [JSON.stringify('a'.repeat(2_000)), 413, 'too-large'],
  ])('is none when a body cannot be read: %.10s', async (body, status, code) => {
    const before = lines.length;
    const answer = await request(app)
      .post('/api/json')
      .set('content-type', 'application/json')
      .send(body)
      .expect(status);
    expect(answer.body.error.code).toBe(code);
    expect(lines).toHaveLength(before);
  });
});

describe('for operators', () => {
  it('/healthz tells that the process lives', async () => {
    await shell.get('/healthz').expect(200, { ok: true });
  });

  it('/readyz tells whether it can work: no while stopping', async () => {
    await shell.get('/readyz').expect(200, { ok: true });
    shell.stopping = true;
    await shell.get('/readyz').expect(503, { ok: false });
    await shell.get('/healthz').expect(200);
    shell.stopping = false;
  });

  it('/metrics is there for who has the token, and names no store', async () => {
    await shell.get('/metrics').expect(404);
    await shell.get('/metrics').set('authorization', 'Bearer wrong').expect(404);
    const answer = await shell.get('/metrics').set('authorization', `Bearer ${metricsToken}`).expect(200);
    expect(answer.text).toContain('http_request_seconds_bucket');
    expect(answer.text).toContain('upstream_call_seconds_count');
    expect(answer.text).not.toContain('abc123');
  });

  it('/metrics is not there without a configured token', async () => {
    const other = await startShell();
    await other.get('/metrics').set('authorization', 'Bearer ').expect(404);
    await other.get('/metrics').set('authorization', 'Bearer null').expect(404);
    await other.close();
  });

  it('a process without the web role serves nothing else', async () => {
    const worker = await startShell({ ROLES: 'worker' });
    await worker.get('/healthz').expect(200);
    await worker.get('/').expect(404);
    await worker.get('/bigcommerce/load').expect(404);
    await worker.close();
  });
});
