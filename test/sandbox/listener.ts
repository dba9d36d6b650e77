import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/**
 * @param port 0 for a free one
 * @param certificate speaks HTTPS alone; HTTP without it
 */
export async function listenOn(
  host: string,
  port: number,
  handler: RequestListener,
  certificate?: Certificate,
): Promise<Listener> {
  const server = certificate ? createTlsServer({ ...certificate }, handler) : createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port, // a TCP listener has one
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
