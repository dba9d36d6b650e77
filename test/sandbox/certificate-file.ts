import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeCertificate, type Certificate } from './certificate.ts';

export interface CertificateWish {
  /** Make one where `SANDBOX_TLS_CERT` and `SANDBOX_TLS_KEY` name none. */
  generate: boolean;
  /** Where the certificate is put for clients to trust; its key stays in memory. */
  folder: string;
  storeHashes: readonly string[];
  host: string;
}

/**
 * The certificate of the sandbox.
 * @returns undefined for a sandbox over HTTP; `file` is what `NODE_EXTRA_CA_CERTS` and `curl --cacert` take
 * @throws Error for half a pair, or files that cannot be read
 */
export async function findCertificate(
  wish: CertificateWish,
): Promise<{ certificate: Certificate; file: string } | undefined> {
  const { SANDBOX_TLS_CERT: certFile, SANDBOX_TLS_KEY: keyFile } = process.env;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new Error('SANDBOX_TLS_CERT and SANDBOX_TLS_KEY go together');
  if (certFile !== undefined && keyFile !== undefined) {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    return { certificate: { cert, key }, file: resolve(certFile) };
  }
  if (!wish.generate) return undefined;
  const certificate = await makeCertificate(wish.storeHashes, wish.host);
  const file = resolve(join(wish.folder, 'sandbox-certificate.pem'));
  await mkdir(wish.folder, { recursive: true });
  await writeFile(file, certificate.cert);
  return { certificate, file };
}
