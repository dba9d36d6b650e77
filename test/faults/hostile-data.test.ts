import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import type { OrderLine } from '../sandbox/bigcommerce/data/model.ts';
import { replaceLines } from '../sandbox/bigcommerce/data/order-writes.ts';
import type { Merchant } from '../support/merchant.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const [hash, dinars] = ['alpha1', 'beta2'] as const;

/** What shoppers may type, and nobody would expect. */
const texts = [
  '😀 Zoë 👩‍👩‍👧',
  'שלום עולם',
  'مرحبا\u202Eabc',
  'Jose\u0301 A\u030Angstro\u0308m',
  'nul\u0000l and \u0007bell',
  'half \ud83d a pair \udc00',
  '𠮷野家 𝒜𝒷',
  '__proto__',
  'constructor',
  '$where',
  '{"$ne":1}',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "=cmd|'/C calc'!A0",
  '@SUM(1+1)',
  '+1-2',
  "'; DROP TABLE orders; --",
  '${7*7} {{7*7}} %s %n',
  'line\r\n{"level":60,"msg":"forged"}',
  'x'.repeat(64_000),
];

/** What of a text arrives: well-formed, composed, without control characters, at most 250 characters. */
function arriving(text: string): string {
  return Array.from(
    text
      .toWellFormed()
      .normalize('NFC')
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim(),
  )
    .slice(0, 250)
    .join('')
    .trim();
}

/** Sums are compared by `converged`, to the ten-thousandth. The tests follow each other. */
describe('orders that nobody would expect', () => {
  let world: World;
  let server: RunningServer;
  let merchant: Merchant;

  beforeAll(async () => {
    const size = { orders: 60, customers: 20, products: 12 };
    world = await openWorld({
      stores: [
        { hash, size },
        { hash: dinars, size, profile: { currency: 'KWD', currencySymbol: 'KD', decimalPlaces: 3 } },
      ],
    });
    server = await world.startInside();
    merchant = await world.begin(hash);
    await world.begin(dinars);
    await world.converged(hash);
  });
  afterAll(() => world.close());

  const store = () => world.sandbox.bigcommerce.store(hash);
  const inAiq = (id: number) => world.sandbox.aiq.state(world.uidOf(hash)).sale(`bc-${hash}-${id}`);
  const record = async (id: number) =>
    (await world.db.records.getMany(hash, [{ kind: 'order', id: String(id) }]))[0];

  function place(billing: { firstName?: string; lastName?: string; email?: string } = {}): number {
    return store().actions.placeOrder({ customerId: 0, billing });
  }
  function linesLike(
    id: number,
    count: number,
    change: (line: OrderLine, nth: number) => OrderLine,
  ): OrderLine[] {
    const [line] = store().oracle.order(id)?.lines ?? [];
    if (line === undefined) throw new Error('the order has no line');
    return Array.from({ length: count }, (_, nth) => change({ ...line, discounts: [] }, nth));
  }

  it('of 2,000 lines with 5 MB of names, read in parts: the sale is complete', async () => {
    const id = place();
    const lines = linesLike(id, 2_000, (line, nth) => ({
      ...line,
      quantity: 1 + (nth % 3),
      unitPrice: 10_100 + 100 * nth,
      name: nth === 7 ? 'y'.repeat(64_000) : `${nth} ${'z'.repeat(2_500)}`,
    }));
    replaceLines(store().state, id, lines);
    await until(
      'the sale has every line',
      () => {
        const items = inAiq(id)?.payload?.visit.visit_details_attributes ?? [];
        return items.length >= 2_000;
      },
      60_000,
    );
    await world.converged(hash);
  });

  it('whose lines an include cuts short: the rest is read separately', async () => {
    world.sandbox.bigcommerce.api.setSwitches({ includeMaxLines: 2 });
    const id = place();
    replaceLines(
      store().state,
      id,
      linesLike(id, 9, (line, nth) => ({ ...line, unitPrice: 50_000 + 1_000 * nth })),
    );
    await until(
      'the sale has every line',
      () => inAiq(id)?.payload?.visit.visit_details_attributes.length === 9,
    );
    await world.converged(hash);
    world.sandbox.bigcommerce.api.resetSwitches();
  });

  it('without a line, and for nothing: the one is skipped with its reason, the other is a sale of nothing', async () => {
    // The sweep finds them as they are in the end.
    world.sandbox.bigcommerce.hooks.switches.set({ lossShare: 1 });
    const [empty, free] = [place(), place()];
    replaceLines(store().state, empty, []);
    replaceLines(
      store().state,
      free,
      linesLike(free, 1, (line) => ({ ...line, unitPrice: 0 })),
    );
    world.sandbox.bigcommerce.hooks.switches.reset();
    await world.wakeSweeps(hash);
    await world.sweepsEnded(hash);
    await world.converged(hash);
    expect(await record(empty)).toMatchObject({ state: 'skipped', reason: 'nothing-to-count' });
    expect(inAiq(empty)).toBeUndefined();
    expect(await record(free)).toMatchObject({ state: 'sent', amount: '0.00' });
    expect(inAiq(free)?.total).toBe(0);
  });

  it('with a line for less than nothing: it is parked with its cause, alone, until it makes sense', async () => {
    world.sandbox.bigcommerce.hooks.switches.set({ lossShare: 1 });
    const [below, beside] = [place(), place()];
    const priced = (unitPrice: number) => linesLike(beside, 1, (line) => ({ ...line, unitPrice }));
    // Beside a line that is worth more, so that the order's total is none of the trouble.
    const odd = linesLike(beside, 2, (line, nth) => ({ ...line, unitPrice: nth === 0 ? 90_000 : -50_000 }));
    replaceLines(store().state, below, odd);
    world.sandbox.bigcommerce.hooks.switches.reset();
    await world.wakeSweeps(hash);
    await until('the other one is there', () => inAiq(beside) !== undefined);
    await world.sweepsEnded(hash);
    expect(await record(below)).toMatchObject({ state: 'parked', reason: 'unreadable' });
    expect((await record(below))?.detail).toContain('negative quantity or price');
    expect(inAiq(below)).toBeUndefined();

    replaceLines(store().state, below, priced(50_000));
    await until('it is there', () => inAiq(below) !== undefined);
    await world.converged(hash);
  });

  it('in a currency of three decimals: every sum is exact', async () => {
    await world.converged(dinars);
    const sales = [...world.sandbox.aiq.state(world.uidOf(dinars)).sales()];
    expect(sales.some(({ total }) => Math.round(total * 1_000) % 10 !== 0)).toBe(true);
  });

  it('with names that attack or do not fit: they arrive whole, and harm neither database, log, API nor CSV', async () => {
    const ids = texts.map((text, nth) =>
      place({ firstName: text, lastName: text, email: `hostile-${nth}@example.com` }),
    );
    const named = place();
    replaceLines(
      store().state,
      named,
      linesLike(named, texts.length, (line, nth) => ({
        ...line,
        name: texts[nth] ?? '',
        sku: texts[nth] ?? '',
        options: texts.map((text) => ({ name: text, value: text })),
      })),
    );
    await until('all are there', () => [...ids, named].every((id) => inAiq(id) !== undefined));
    await world.converged(hash);

    const aiq = world.sandbox.aiq.state(world.uidOf(hash));
    const people = texts.map((_, nth) => aiq.persona({ email: `hostile-${nth}@example.com` }));
    expect(people.map((person) => person?.['firstName'])).toEqual(texts.map(arriving));
    const items = inAiq(named)?.payload?.visit.visit_details_attributes ?? [];
    expect(items.map(({ name }) => name)).toEqual(texts.map(arriving));

    for (const text of texts.map((one) => one.slice(0, 150))) {
      const found = await merchant.get(`/api/records?${new URLSearchParams({ search: text })}`);
      expect(found.status).toBe(200);
      expect(JSON.parse(found.text)).toMatchObject({ records: [], next: null });
    }
    const csv = await merchant.get('/api/records.csv');
    expect(csv.text.split('\r\n').length).toBeGreaterThan(ids.length);
    expect(csv.text).not.toMatch(/(^|[,"\n])[=@+]|<script|__proto__/m);
    for (const line of world.output().trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    expect(world.output()).not.toContain('"msg":"forged"');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('are the same for another instance: nothing is sent again', async () => {
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf(hash));
    await server.close();
    await world.startInside();
    await world.wakeSweeps(hash);
    await world.sweepsEnded(hash);
    await world.converged(hash);
    expect(world.sandbox.aiq.totals(world.uidOf(hash)).saleWrites).toBe(saleWrites);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
