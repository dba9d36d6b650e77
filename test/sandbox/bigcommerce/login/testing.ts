import type { AddressInfo } from 'node:net';
import { createServer, type RequestListener } from 'node:http';
import { createClock, type ScalableClock } from '../../clock.ts';
import { createLogin, type Login } from './index.ts';

export const testApp = {
  clientId: 'client-1',
  clientSecret: 'secret-of-client-1',
  authUrl: 'http://127.0.0.1:9/auth',
  loadUrl: 'http://127.0.0.1:9/load',
  scopes: ['store_v2_orders_read_only', 'store_v2_customers'],
};

export interface TestListener {
  url: string;
  close(): Promise<void>;
}

/** Any listener on a free port of the loopback. */
export async function listen(listener: RequestListener): Promise<TestListener> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a TCP listener has one
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Login with one store and one app, on a clock that stands still. */
export async function startTestLogin(): Promise<
  TestListener & { login: Login; clock: ScalableClock; uninstalled: string[] }
> {
  const clock = createClock({ factor: 0 });
  const uninstalled: string[] = [];
  const login = createLogin({
    clock,
    signedNow: clock.now,
    panelUrl: (hash) => `http://store-${hash}.localhost`,
    onUninstalled: (_clientId, hash) => uninstalled.push(hash),
  });
  login.addAccount('abc123', 'Test Store');
  login.apps.register(testApp);
  const listener = await listen(login.app);
  return { ...listener, login, clock, uninstalled };
}
