import type { AddressInfo } from 'node:net';
import { createAiq, demoAccount, type Aiq, type AiqClock, type AiqOptions } from './index.ts';

/** A clock that moves only when told. */
export interface HandClock extends AiqClock {
  advance(ms: number): void;
}

export function createHandClock(start = Date.UTC(2026, 0, 15, 12)): HandClock {
  let now = start;
  const timers = new Set<{ due: number; run: () => void }>();
  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + ms, run };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.due);
        next.run();
      }
      now = end;
    },
  };
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  // Tests look into answers of every shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface TestAiq {
  aiq: Aiq;
  clock: HandClock;
  url: string;
  uid: string;
  /** A request with the demo account's key, unless `headers` say otherwise. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  close(): Promise<void>;
}

/** Simulated AIQ on a free port of the loopback, with a clock that stands still. */
export async function startTestAiq(options: Partial<AiqOptions> = {}): Promise<TestAiq> {
  const clock = createHandClock();
  const aiq = createAiq({ seed: 7, clock, ...options });
  const server = aiq.app.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a TCP listener has one
  const url = `http://127.0.0.1:${port}`;
  return {
    aiq,
    clock,
    url,
    uid: demoAccount.uid,
    async call(method, path, body, headers = { 'x-apikey': demoAccount.key }) {
      const response = await fetch(url + path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parse(text) };
    },
    async close() {
      aiq.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // HTML and broken JSON are looked at as they are
  }
}

/** A sale that AIQ takes. */
export function buildSale(
  overrides: Record<string, unknown> = {},
  member?: Record<string, unknown>,
): { visit: Record<string, unknown>; member?: Record<string, unknown> } {
  const visit = {
    pos_id: 'bc-abc-100',
    pos_user: 'bc-abc-7',
    pos_type: 'Online',
    transaction_date: '2026-01-14 10:00:00 +0000',
    transaction_total: 40.1,
    location: 'Online',
    visit_details_attributes: [
      { sku: 'S1', name: 'Item', brand: 'B', category: 'C', price: 40.1, quantity: 1, discount: 0 },
    ],
    ...overrides,
  };
  return member ? { visit, member } : { visit };
}
