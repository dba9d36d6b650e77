import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import { callbackWith } from '../sandbox/bigcommerce/login/installations.ts';
import { jwtVariants } from '../sandbox/bigcommerce/login/signed-payload.ts';
import type { Merchant } from '../support/merchant.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
const dayMs = 86_400_000;
const secondMs = 1_000;

/** One store through several lives, its callbacks forged, played again, and missing. The tests follow each other. */
describe('callbacks of BigCommerce', () => {
  let world: World;
  let server: RunningServer;
  let merchant: Merchant;
  let clientId: string;

  beforeAll(async () => {
    world = await openWorld({ stores: [{ hash, size: { orders: 60, customers: 20, products: 12 } }] });
    clientId = world.sandbox.appEnvironment()['BC_CLIENT_ID'] ?? '';
    server = await world.startInside();
    merchant = await world.begin();
    await world.converged();
  });
  afterAll(() => world.close());

  const login = () => world.sandbox.bigcommerce.login;
  const store = () => world.sandbox.bigcommerce.store(hash);
  const row = async () => world.db.stores.get(hash);
  const problems = async () => (await world.db.problems.listOpen(hash)).map(({ code }) => code);
  const aiq = () => world.sandbox.aiq.state(world.uidOf());
  const call = async (url: string) => (await fetch(url, { redirect: 'manual' })).status;

  function place(): number {
    const [customer] = store().oracle.customers();
    return store().actions.placeOrder({ customerId: customer?.id ?? 0 });
  }
  const held = () => new Map([...aiq().sales()].map(({ pos_id: id, total }) => [id, total]));
  async function arrives(id: number): Promise<void> {
    await until(`order ${id} is in AIQ`, () => aiq().sale(`bc-${hash}-${id}`) !== undefined);
  }
  /** A callback of the owner, good or broken in one way. */
  function callback(
    kind: 'load' | 'uninstall' | 'remove-user',
    variant: (typeof jwtVariants)[number],
  ): string {
    const input = { clientId, storeHash: hash, userId: login().account(hash).ownerId };
    const jwt = login().installations.payload(kind, input, variant);
    return callbackWith(login().apps.require(clientId), kind, jwt);
  }
  /** Scheduled work of a day, each job once. */
  async function aDayPasses(days: number): Promise<void> {
    world.sandbox.clock.advance(days * dayMs);
    await server.schedule.beat();
  }

  // A good signature for a store that we do not know is no forgery.
  const broken = jwtVariants.filter((variant) => variant !== 'good' && variant !== 'other-store');
  it.each(broken)(
    'with a payload that is wrong in one way, “%s”, are refused and change nothing',
    async (how) => {
      const before = { row: await row(), users: await world.db.users.list(hash) };
      for (const kind of ['load', 'uninstall', 'remove-user'] as const) {
        expect([kind, await call(callback(kind, how))]).toEqual([kind, 401]);
      }
      expect({ row: await row(), users: await world.db.users.list(hash) }).toEqual(before);
    },
  );

  it('open the app once for each payload', async () => {
    const url = callback('load', 'good');
    expect(await call(url)).toBe(303);
    expect(await call(url)).toBe(401);
  });

  it('of an uninstalling that was followed by an installation change nothing when they are played again', async () => {
    await world.sandbox.uninstall(hash);
    const old = login().installations.sent.findLast(({ kind }) => kind === 'uninstall')?.jwt ?? '';
    const url = callbackWith(login().apps.require(clientId), 'uninstall', old);
    expect((await row())?.state).toBe('uninstalled');
    world.sandbox.clock.advance(2 * secondMs);
    await merchant.install();
    await merchant.open();
    await merchant.linkAiq();
    const before = await row();
    expect(await call(url)).toBe(200);
    expect(await row()).toMatchObject({ state: 'installed', tokenSealed: before?.tokenSealed });
    await arrives(place());
  });

  it('of an installation by another user, with other scopes, go on with the settings and send nothing twice', async () => {
    const generation = (await row())?.generation ?? 0;
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf());
    login().switches.set({ tokenAfterScopeChange: 'forbidden' });
    const { scopes } = login().apps.require(clientId);
    login().installations.changeScopes(clientId, [...scopes, 'store_content_read_only']);
    const id = place();
    await until('the scope is missing', async () => (await problems()).includes('bigcommerce-scope-missing'));

    const other = login()
      .account(hash)
      .users.find((user) => user.authorised && user.id !== login().account(hash).ownerId);
    expect(await call(login().installations.accept(clientId, hash, other?.id ?? 0))).toBe(303);
    await arrives(id);
    await world.converged();
    expect((await row())?.generation).toBeGreaterThan(generation);
    expect((await row())?.scopes).toContain('store_content_read_only');
    await merchant.open();
    expect((await merchant.call('getStatus')).setup.startedAt).not.toBeNull();
    await world.wakeSweeps();
    await world.sweepsEnded();
    expect(world.sandbox.aiq.totals(world.uidOf()).saleWrites).toBe(saleWrites + 1);
  });

  it('of an installation after the purge begin anew, and AIQ holds each sale once over both lives', async () => {
    const before = held();
    await world.sandbox.uninstall(hash);
    await aDayPasses(31);
    expect(await world.db.records.count(hash, null)).toEqual([]);
    merchant = await world.begin();
    await world.converged();
    const after = held();
    expect(after).toEqual(before);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  it('of an uninstalling that never come: the store is noticed, left alone, taken as uninstalled, and purged', async () => {
    login().switches.set({ uninstallCallback: 'never' });
    await world.sandbox.uninstall(hash);
    expect((await row())?.state).toBe('installed');
    await world.wakeSweeps();
    await until('the token is refused', async () => (await problems()).includes('bigcommerce-token-refused'));
    const uses = login().tokens.deadUses().length;
    await aDayPasses(1);
    await world.wakeSweeps();
    expect((await row())?.state).toBe('installed');

    await aDayPasses(30);
    expect(await row()).toMatchObject({ state: 'uninstalled', tokenSealed: null, aiq: { keySealed: null } });
    expect(await world.db.records.count(hash, null)).not.toEqual([]);
    await aDayPasses(31);
    expect(await world.db.records.count(hash, null)).toEqual([]);
    expect(login().tokens.deadUses()).toHaveLength(uses);
  });
});
