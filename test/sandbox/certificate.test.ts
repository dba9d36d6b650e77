import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findCertificate } from './certificate-file.ts';
import { makeCertificate } from './certificate.ts';
import { startSandbox } from './index.ts';

const store = { hash: 'demo123', size: { orders: 5, customers: 5, products: 5 } };

/** A client that trusts the certificate, if any, and nothing else. @returns the status */
function ask(url: string, ca?: string, servername?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      ...(ca === undefined ? {} : { ca }),
      ...(servername === undefined ? {} : { servername }),
    };
    get(url, options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}

afterEach(() => vi.unstubAllEnvs());

it('every origin speaks HTTPS to a client that trusts the certificate, and to no other', async () => {
  const certificate = await makeCertificate(['demo123'], '127.0.0.1');
  const sandbox = await startSandbox({ stores: [store], appUrl: 'https://127.0.0.1:9', certificate });
  try {
    const { login, api, control, aiq, panel, storefront } = sandbox.urls;
    const onLoopback = (url: string) => `https://127.0.0.1:${new URL(url).port}`;
    expect(panel('demo123')).toMatch(/^https:/);
    expect(Object.values(sandbox.appEnvironment()).filter((value) => /^http:/.test(value))).toEqual([]);
    const { cert } = certificate;
    expect(await ask(`${login}/app/unknown/install`, cert)).toBe(400);
    expect(await ask(`${api}/stores/demo123/v2/time`, cert)).toBe(401);
    expect(await ask(`${control}/sandbox/state`, cert)).toBe(200);
    expect(await ask(aiq, cert)).toBe(200);
    expect(await ask(onLoopback(panel('demo123')), cert, 'store-demo123.localhost')).toBe(200);
    expect(await ask(onLoopback(storefront('demo123')), cert, 'shop-demo123.localhost')).toBe(200);
    await expect(ask(onLoopback(aiq), cert, 'store-other.localhost')).rejects.toThrow(/altnames/);
    await expect(ask(aiq)).rejects.toThrow(/self-signed/);
  } finally {
    await sandbox.close();
  }
});

it('the certificate is the one of the environment, else made and left for clients, else none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-tls-'));
  try {
    const wish = { generate: true, folder, storeHashes: ['demo123'], host: '127.0.0.1' };
    expect(await findCertificate({ ...wish, generate: false })).toBeUndefined();
    const made = await findCertificate(wish);
    expect(made?.file).toBe(join(folder, 'sandbox-certificate.pem'));
    await writeFile(join(folder, 'key.pem'), made?.certificate.key ?? '');
    vi.stubEnv('SANDBOX_TLS_CERT', made?.file ?? '');
    await expect(findCertificate(wish)).rejects.toThrow('go together');
    vi.stubEnv('SANDBOX_TLS_KEY', join(folder, 'key.pem'));
    expect(await findCertificate({ ...wish, generate: false })).toEqual(made);
  } finally {
    await rm(folder, { recursive: true });
  }
});
