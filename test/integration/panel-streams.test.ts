import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { overviewSchema, type Overview } from '../../shared/views/overview.ts';
import { startPanel, type Panel } from './panel-server.ts';

let panel: Panel;
let server: Server;
beforeAll(async () => {
  panel = await startPanel();
  await panel.completeSetup();
  Object.assign(panel.bigcommerce, { countOrders: async () => 0, countCustomers: async () => 0 });
  server = createServer(panel.app);
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await panel.close();
});

function open(path: string, token = panel.tokenOf('abc', 7)): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo; // of a TCP server
  return new Promise((resolve, reject) => {
    get({ port, path, headers: { authorization: `Bearer ${token}` } }, resolve).on('error', reject);
  });
}

async function addUser(userId: number, locale: string | null): Promise<void> {
  const user = { store: 'abc', userId, email: null, locale, isOwner: false };
  await panel.db.users.upsert(user, panel.time.now);
}

describe('the CSV export', () => {
  beforeAll(async () => {
    const rows = Array.from({ length: 1_201 }, (_unused, at) => ({
      id: String(1_000 + at),
      state: at === 7 ? ('parked' as const) : ('sent' as const),
      reason: at === 7 ? ('aiq-rejected' as const) : ('accepted' as const),
      detail: at === 7 ? '=HYPERLINK("https://evil.example")' : null,
      amount: '-24.00',
    }));
    await panel.record(rows);
    await panel.record([{ id: '5', detail: 'only-in-other' }], 'other');
  });

  it('holds every record of the store and no other’s, as UTF-8 that a spreadsheet recognises', async () => {
    const answer = await open('/api/records.csv');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    const file = Buffer.concat(await answer.toArray()).toString();
    expect(file.startsWith('\uFEFFType,Id,')).toBe(true);
    const lines = file.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1_202);
    expect(new Set(lines).size).toBe(1_202);
    expect(file).not.toMatch(/canary|only-in-other/);
  });

  it('is in the language of the user, with the reason as a code beside', async () => {
    await addUser(8, 'es-MX');
    const file = await text(await open('/api/records.csv?state=parked', panel.tokenOf('abc', 8)));
    expect(file).toMatch(/^Tipo,Id,Pertenece a,/);
    expect(file).toContain('\nPedido,1007,,Apartado,AIQ lo rechazó,');
    expect(file).toMatch(/,aiq-rejected\r\n$/);
  });

  it('knows the list’s filters, and makes formulas text', async () => {
    const [, ...lines] = (await text(await open('/api/records.csv?state=parked'))).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(
      'Order,1007,,Parked,AIQ rejected it,"\'=HYPERLINK(""https://evil.example"")",,-24.00',
    );
    expect((await text(await open('/api/records.csv?search=1007'))).trimEnd().split('\r\n')).toHaveLength(2);
  });
});

describe('the events of the overview', () => {
  const opened: IncomingMessage[] = [];
  afterEach(() => {
    panel.stopping.now = false;
    for (const answer of opened.splice(0)) answer.destroy();
  });

  async function watch(token?: string): Promise<{ answer: IncomingMessage; seen: Overview[] }> {
    const answer = await open('/api/events', token);
    opened.push(answer);
    const seen: Overview[] = [];
    let rest = '';
    answer.setEncoding('utf8').on('data', (bit: string) => {
      const events = `${rest}${bit}`.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: overview\ndata: (.*)$/.exec(event)?.[1];
        if (data !== undefined) seen.push(overviewSchema.parse(JSON.parse(data)));
      }
    });
    return { answer, seen };
  }
  const sentOf = (overview: Overview | undefined) =>
    overview?.rows.find(({ kind }) => kind === 'customer')?.sent;

  it('come at once and after each change, to everybody who watches the store', async () => {
    const [one, other] = await Promise.all([watch(), watch()]);
    expect(one.answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    await expect.poll(() => [one.seen.length, other.seen.length]).toEqual([1, 1]);
    await panel.record([{ kind: 'customer', id: '77' }]);
    await expect.poll(() => sentOf(one.seen.at(-1)), { timeout: 5_000 }).toBe(1);
    await expect.poll(() => sentOf(other.seen.at(-1)), { timeout: 5_000 }).toBe(1);
  });

  it('end with the token that opened them', async () => {
    const token = panel.tokenOf('abc', 7);
    const before = panel.time.now;
    panel.time.now = new Date(before.getTime() + 10 * 60_000 - 700);
    const { answer, seen } = await watch(token);
    await expect.poll(() => answer.readableEnded, { timeout: 5_000 }).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    panel.time.now = before;
  });

  it('end within seconds for a user who was removed, even while figures change all the time', async () => {
    await addUser(9, null);
    const { answer, seen } = await watch(panel.tokenOf('abc', 9));
    await expect.poll(() => seen.length).toBe(1);
    let id = 5_000;
    const changing = setInterval(() => {
      id += 1;
      void panel.record([{ kind: 'customer', id: String(id) }]);
    }, 200);
    try {
      await panel.db.users.remove('abc', 9);
      await expect.poll(() => answer.readableEnded, { timeout: 10_000 }).toBe(true);
    } finally {
      clearInterval(changing);
    }
  });

  it('end when the server is about to end', async () => {
    const { answer, seen } = await watch();
    await expect.poll(() => seen.length).toBe(1);
    panel.stopping.now = true;
    await expect.poll(() => answer.readableEnded, { timeout: 5_000 }).toBe(true);
  });

  it('are refused like any other answer when there is no session', async () => {
    const answer = await open('/api/events', 'garbage');
    expect(answer.statusCode).toBe(401);
    expect(JSON.parse(await text(answer))).toMatchObject({ error: { code: 'not-signed-in' } });
  });
});
