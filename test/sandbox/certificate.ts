import { generate } from 'selfsigned';

/** Both in PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

const days = 90;

/**
 * A self-signed certificate for the sandbox's host names; clients trust it by itself. The hosts of stores are named
 * one by one, because no client takes a wildcard directly below `localhost`.
 */
export async function makeCertificate(storeHashes: readonly string[], host: string): Promise<Certificate> {
  const names = ['localhost', ...storeHashes.flatMap((hash) => [`store-${hash}`, `shop-${hash}`])];
  const hosts = names.map((name) => (name === 'localhost' ? name : `${name}.localhost`));
  const { cert, private: key } = await generate(
    [{ name: 'commonName', value: 'BigCommerce and AIQ sandbox' }],
    {
      algorithm: 'sha256',
      notAfterDate: new Date(Date.now() + days * 86_400_000),
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        {
          name: 'keyUsage',
          digitalSignature: true,
          keyEncipherment: true,
          keyCertSign: true,
          critical: true,
        },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [...hosts.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: host }],
        },
      ],
    },
  );
  return { cert, key };
}
