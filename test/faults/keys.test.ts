import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';

/** The tests follow each other; each ends the server and starts it with other keys. */
describe('keys that seal secrets', () => {
  let world: World;
  let server: RunningServer;
  const key = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
  const [old, fresh] = [key('old'), key('fresh')];

  beforeAll(async () => {
    world = await openWorld({ stores: [{ hash, size: { orders: 60, customers: 20, products: 12 } }] });
    server = await world.startInside({}, { SECRET_KEYS: old });
    await world.begin();
    await world.converged();
  });
  afterAll(() => world.close());

  async function restartWith(keys: string): Promise<void> {
    await server.close();
    server = await world.startInside({}, { SECRET_KEYS: keys });
  }
  function place(): number {
    const [customer] = world.sandbox.bigcommerce.store(hash).oracle.customers();
    return world.sandbox.bigcommerce.store(hash).actions.placeOrder({ customerId: customer?.id ?? 0 });
  }
  const inAiq = (id: number) => world.sandbox.aiq.state(world.uidOf()).sale(`bc-${hash}-${id}`);
  const problems = async () => (await world.db.problems.listOpen(hash)).map(({ code }) => code);

  it('are changed while the old one still opens: work goes on', async () => {
    await restartWith(`${fresh},${old}`);
    const id = place();
    await until('the order is there', () => inAiq(id) !== undefined);
    await world.converged();
  });

  it('are lost: the store waits with the cause, the process stays up, webhooks are not refused', async () => {
    await restartWith(fresh);
    const id = place();
    await world.sandbox.deliveriesSettled();
    await world.wakeSweeps();
    await until('the cause is told', async () => (await problems()).includes('secrets-unreadable'));
    expect((await fetch(`${world.appUrl}/readyz`)).status).toBe(200);
    expect(world.sandbox.bigcommerce.hooks.log.count('refused')).toBe(0);
    expect(inAiq(id)).toBeUndefined();
    expect(world.output()).not.toContain(accessToken());
  });

  it('are there again: the store goes on by itself', async () => {
    await restartWith(`${fresh},${old}`);
    await world.wakeSweeps();
    await world.converged();
    await until('the cause is gone', async () => !(await problems()).includes('secrets-unreadable'));
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  /** What must not be in any line that was logged. */
  function accessToken(): string {
    const clientId = world.sandbox.appEnvironment()['BC_CLIENT_ID'] ?? '';
    return world.sandbox.bigcommerce.login.tokens.current(clientId, hash)?.token ?? '';
  }
});
