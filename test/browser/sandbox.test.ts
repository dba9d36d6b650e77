import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { expectGood, unexpected } from './expect-good.ts';
import { openApp } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { smallStore, startBrowserOrSkip, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();

interface SandboxPages {
  /** Every question of the page is answered with yes. */
  agreeable: undefined;
  card: (title: string | RegExp) => Locator;
  says: (text: string | RegExp) => Promise<void>;
  /** One of the four tabs of the control panel. */
  openTab: (name: string) => Promise<void>;
}

const it = stageTest(browser, () => Promise.resolve()).extend<SandboxPages>({
  agreeable: [
    async ({ page }, give) => {
      page.on('dialog', (dialog) => void dialog.accept());
      await give(undefined);
    },
    { auto: true },
  ],
  card: ({ page }, give) =>
    give((title) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title }) })),
  says: ({ page }, give) => give((text) => page.getByRole('status').filter({ hasText: text }).waitFor()),
  openTab: ({ stage, page }, give) =>
    give(async (name) => {
      await page.goto(`${stage.controlPanel}/manage`);
      await page.getByRole('tab', { name, exact: true }).click();
      await page.getByRole('tabpanel', { name }).locator('section').first().waitFor();
    }),
});

const storeOf = ({ sandbox }: Stage) => sandbox.bigcommerce.store(smallStore.hash);
const accountOf = ({ sandbox }: Stage) => sandbox.bigcommerce.login.account(smallStore.hash);

describe.skipIf(browser === null)('the pages of the sandbox', () => {
  describe('the control panel', () => {
    it('installs, opens and uninstalls the app, as the user and in the language that are chosen', async ({
      stage,
      page,
      faults,
      says,
    }) => {
      const frame = await openApp(page, stage.controlPanel);
      await expect.poll(() => page.locator('#frame').getAttribute('src')).toContain('/consent?');
      await frame.getByRole('button', { name: 'Confirm' }).click();
      await page.locator('#app-state').getByText('installed', { exact: true }).waitFor();
      await frame.getByRole('heading', { name: /Step 1/ }).waitFor();
      await expectGood(page, 'control panel with the app');

      await page.getByLabel('Language').selectOption('es-MX');
      await says('The language is changed');
      await page.getByRole('button', { name: 'Open' }).click();
      await frame.getByRole('heading', { name: /Paso 1/ }).waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await says('told of the log-out');
      await page.getByLabel('Language').selectOption('en-US');
      await says('The language is changed');

      await page.getByRole('button', { name: 'Uninstall' }).click();
      await says('The app is uninstalled.');
      await page.getByRole('button', { name: 'Install', exact: true }).waitFor();
      await stage.merchant.install();
      expect(unexpected(faults)).toEqual([]);
    });

    it('orders are placed, get another status, are refunded in part and in full, and archived', async ({
      stage,
      page,
      faults,
      says,
      openTab,
    }) => {
      await openTab('Orders');
      await expectGood(page, 'orders');
      await page.getByLabel('Buyer').selectOption('guest');
      await page.getByText('Billing details').click();
      await page.getByLabel('E-mail').fill('ada@example.com');
      await page.getByRole('button', { name: 'Place the order' }).click();
      await says(/Order \d+ is placed/);
      const id = Number(/\d+/.exec((await page.getByRole('status').textContent()) ?? '')?.[0]);
      const order = () => storeOf(stage).oracle.order(id);
      expect(order()).toMatchObject({ customerId: 0, statusId: 11, billing: { email: 'ada@example.com' } });

      const item = page.getByRole('listitem').filter({ hasText: `#${id}` });
      await item.getByLabel(`Status of order ${id}`).selectOption({ label: 'Shipped' });
      await says('has another status');
      expect(order()?.statusId).toBe(2);
      await item.getByRole('button', { name: 'Refund one piece' }).click();
      await says('One piece of order');
      expect(order()?.refunds).toHaveLength(1);
      await item.getByRole('button', { name: 'Refund all' }).click();
      // Of an order of one piece nothing is left.
      await says(/All of order|nothing is left/);
      expect(order()?.statusId).toBe(4);
      await item.getByRole('button', { name: 'Archive' }).click();
      await says('Archived.');
      expect(order()?.isDeleted).toBe(true);
      expect(unexpected(faults)).toEqual([]);
    });

    it('customers, addresses, the newsletter, products and channels are made and changed', async ({
      stage,
      page,
      faults,
      card,
      says,
      openTab,
    }) => {
      await openTab('Records');
      await expectGood(page, 'records');
      const made = card('New customer');
      await made.getByLabel('First name').fill('Grace');
      await made.getByLabel('Last name').fill('Hopper');
      await made.getByLabel('E-mail').fill('grace@example.com');
      await made.getByRole('button', { name: 'Create' }).click();
      await says(/Customer \d+ is created/);
      const id = Number(/\d+/.exec((await page.getByRole('status').textContent()) ?? '')?.[0]);
      const customer = () => storeOf(stage).oracle.customer(id);
      expect(customer()).toMatchObject({ firstName: 'Grace', email: 'grace@example.com' });

      const change = card('Change a customer');
      const choose = () => change.getByRole('combobox', { name: 'Customer' }).selectOption(String(id));
      await choose();
      await change.getByLabel('Phone').fill('(303) 555-0142');
      await change.getByRole('button', { name: 'Save what is filled in' }).click();
      await says(`Customer ${id} is changed`);
      expect(customer()?.phone).toBe('(303) 555-0142');
      await choose();
      await change.getByRole('button', { name: 'Subscribe to the newsletter' }).click();
      await says('takes the newsletter');
      await choose();
      await change.getByRole('button', { name: 'Unsubscribe' }).click();
      await says('does not take the newsletter');
      await choose();
      await change.getByText('Add an address').click();
      for (const [label, value] of [
        ['Street', '1 Main Street'],
        ['City', 'Denver'],
        ['State', 'Colorado'],
        ['Postal code', '80202'],
      ] as const)
        await change.getByLabel(label).fill(value);
      await change.getByRole('button', { name: 'Add the address' }).click();
      await says('has another address');
      expect(customer()?.addresses).toMatchObject([{ street1: '1 Main Street', city: 'Denver' }]);
      await choose();
      await change.getByRole('button', { name: 'Delete' }).click();
      await says(`Customer ${id} is deleted`);
      expect(customer()).toBeUndefined();

      const product = card(/^Products/)
        .getByRole('listitem')
        .first();
      for (const [button, words] of [
        ['Hide', 'is changed'],
        ['Show', 'is changed'],
        ['Sell out', 'is sold out'],
        ['Delete', 'is deleted'],
      ] as const) {
        await product.getByRole('button', { name: button, exact: true }).click();
        await says(words);
      }
      const kettle = card('New product');
      await kettle.getByLabel('Name').fill('Copper kettle');
      await kettle.getByLabel('SKU').fill('KETTLE');
      await kettle.getByLabel('Price').fill('49.50');
      await kettle.getByRole('button', { name: 'Create' }).click();
      await says(/Product \d+ is created/);
      const channel = card('New channel');
      await channel.getByLabel('Name').fill('Second shop');
      await channel.getByRole('button', { name: 'Create' }).click();
      await says(/Channel \d+ is created/);
      expect([...storeOf(stage).state.channels.values()].map(({ name }) => name)).toContain('Second shop');
      expect(unexpected(faults)).toEqual([]);
    });

    it('users, owner, scopes and token are changed', async ({ stage, page, faults, card, says, openTab }) => {
      await openTab('Access');
      await expectGood(page, 'access');
      const nobody = accountOf(stage).users.find(({ authorised, hasApp }) => !authorised && !hasApp);
      const item = page.getByRole('listitem').filter({ hasText: nobody?.email ?? 'nobody' });
      await item.getByRole('button', { name: 'Grant the app' }).click();
      await says('has the app');
      await item.getByRole('button', { name: 'Remove from the app' }).click();
      await says('is removed');
      await card('Owner').getByLabel('E-mail').fill('new@owner.example');
      await page.getByRole('button', { name: 'Change the e-mail' }).click();
      await says('must be accepted again');
      await page.locator('#app-state').getByText('changes to accept').waitFor();
      await page.getByRole('button', { name: 'Change the scopes' }).click();
      await says('scopes are changed');
      await page.getByRole('button', { name: 'Revoke the token' }).click();
      await says('The token is revoked.');
      await stage.merchant.install();
      expect(unexpected(faults)).toEqual([]);
    });

    it('time goes on, webhooks go off, switches are set and reset, and forged payloads are sent', async ({
      stage,
      page,
      faults,
      card,
      says,
      openTab,
    }) => {
      await openTab('Chaos');
      await page.getByText('All hooks').click();
      await page.getByText('Switches').first().click();
      await expectGood(page, 'chaos');
      const before = stage.sandbox.clock.now();
      await page.getByRole('button', { name: '1 hour' }).click();
      await says('The clock went on by 1 hour');
      expect(stage.sandbox.clock.now()).toBeGreaterThanOrEqual(before + 3_600_000);
      await page.getByRole('button', { name: 'Speed 60', exact: true }).click();
      await says('The speed is 60');
      await page.getByRole('button', { name: 'Speed 1', exact: true }).click();
      await says('The speed is 1');

      const hooks = () => stage.sandbox.bigcommerce.hooks.registry.all();
      const off = hooks()[0];
      await page.getByRole('button', { name: 'Switch off' }).first().click();
      await says(`${off?.scope} is off`);
      expect(hooks().filter(({ isActive }) => !isActive)).toHaveLength(1);
      const count = hooks().length;
      await card(/^Webhooks/)
        .getByRole('button', { name: 'Delete' })
        .first()
        .click();
      await says('is gone');
      expect(hooks()).toHaveLength(count - 1);

      await card('REST API').getByText('Switches').click();
      await page.getByLabel('latencyMs', { exact: true }).fill('5');
      await page.getByLabel('latencyMs', { exact: true }).press('Tab');
      await says('latencyMs is set');
      expect(stage.sandbox.bigcommerce.api.switches(smallStore.hash).latencyMs).toBe(5);
      await page.getByRole('button', { name: 'All switches back' }).click();
      await says('Reset.');
      expect(stage.sandbox.bigcommerce.api.switches(smallStore.hash).latencyMs).toBe(0);

      const payload = card('Open the app with a payload that is');
      await payload.getByRole('combobox').selectOption('expired');
      await payload.getByRole('button', { name: 'Open' }).click();
      await says('opened with that payload');
      await page.frameLocator('#frame').getByRole('heading').first().waitFor();
      await payload.getByRole('button', { name: 'Replay the last one' }).click();
      await says('opened with that payload');
      expect(unexpected(faults)).toEqual([]);
    });
  });

  it('the storefront signs shoppers up and takes their orders', async ({ stage, page, faults }) => {
    await page.goto(stage.sandbox.urls.storefront(smallStore.hash));
    await expectGood(page, 'storefront');
    const signUp = page.locator('form[action="/sign-up"]');
    await signUp.getByLabel('First name').fill('Ada');
    await signUp.getByLabel('Last name').fill('Quill');
    await signUp.getByLabel('E-mail').fill('ada.quill@example.com');
    await signUp.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('You are Ada Quill').waitFor();
    await expectGood(page, 'storefront, signed in');
    await page.getByLabel('Quantity').fill('2');
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await expectGood(page, 'storefront, receipt');
    const id = Number(/\d+/.exec((await page.locator('#order').textContent()) ?? '')?.[0]);
    expect(storeOf(stage).oracle.order(id)?.lines).toMatchObject([{ quantity: 2 }]);
    await page.getByRole('link', { name: 'To the shop' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Order as a guest' }).waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  describe('AIQ', () => {
    const { uid } = demoAccount;
    const sendSale = async ({ sandbox }: Stage, posId: string) => {
      const visit = {
        ...{ pos_id: posId, pos_user: 'somebody', location: 'Online', transaction_total: 5 },
        transaction_date: '2026-01-14 10:00:00 +0000',
        visit_details_attributes: [{ sku: 'S', name: 'Item', price: 5, quantity: 1, discount: 0 }],
      };
      const response = await fetch(`${sandbox.urls.aiq}/api/v1.1/createUpdateSale/${uid}`, {
        method: 'POST',
        headers: { 'x-apikey': demoAccount.key, 'content-type': 'application/json' },
        body: JSON.stringify({ visit }),
      });
      expect(response.status).toBe(200);
      sandbox.aiq.flush();
    };

    it('shows every view of the account; the sign-up form makes a persona who answers YES and STOP', async ({
      stage,
      page,
      faults,
    }) => {
      const tab = (name: string) => page.getByRole('tab', { name, exact: true });
      await page.goto(`${stage.sandbox.urls.aiq}/joinMembers/${uid}`);
      await expectGood(page, 'sign-up form');
      await page.getByLabel('First name').fill('Mary');
      await page.getByLabel('Mobile phone').fill('3035550142');
      await page.getByLabel(/Text me offers/).check();
      await page.getByRole('button', { name: 'Join' }).click();
      const { aiq } = stage.sandbox;
      await expect.poll(() => aiq.state(uid).persona({ phone: '3035550142' })?.['firstName']).toBe('Mary');

      await page.goto(stage.sandbox.urls.aiq);
      await page.getByText('Mary').waitFor();
      await page.getByLabel('Search').fill('nobody at all');
      await page.getByText('Nothing here yet.').waitFor();
      for (const name of ['Personas', 'Sales', 'Opt-ins', 'Inventory', 'Requests', 'Switches']) {
        await tab(name).click();
        await page.getByRole('tabpanel', { name }).locator('table, .hint').first().waitFor();
        await expectGood(page, `AIQ, ${name}`);
      }
      await sendSale(stage, 'receipt-120');
      await tab('Sales').click();
      await page.getByRole('button', { name: 'receipt-120' }).click();
      await page.getByRole('heading', { name: 'Receipt lookup' }).waitFor();
      await expectGood(page, 'AIQ, receipt');
      await page.getByRole('button', { name: 'Close' }).click();
      await tab('Opt-ins').click();
      await page.getByRole('button', { name: 'Shopper answers YES' }).click();
      await page.getByText('opted in').waitFor();
      await page.getByRole('button', { name: 'Shopper answers STOP' }).click();
      await page.getByText('opted out').waitFor();
      expect(unexpected(faults)).toEqual([]);
    });

    it('plays faults, merges, and gives out another key', async ({ stage, page, faults }) => {
      const { aiq } = stage.sandbox;
      await page.goto(`${stage.sandbox.urls.aiq}/#switches`);
      await page.locator('[data-switch=failWith]').selectOption('500');
      await expect.poll(() => aiq.switches(uid).failWith).toBe('500');
      await page.getByRole('button', { name: 'Back to defaults' }).click();
      await expect.poll(() => aiq.switches(uid).failWith).toBeNull();
      await page.getByRole('button', { name: 'Show accepted writes now' }).click();
      await page.getByRole('button', { name: 'Merge personas now' }).click();
      await page.getByText('API & Tracking').click();
      await page.getByRole('button', { name: 'Revoke the API key' }).click();
      await page.getByText('(revoked)').waitFor();
      await page.getByRole('button', { name: 'Replace the API key' }).click();
      await expect.poll(() => page.locator('#key').textContent()).toContain(`key-${uid}-`);
      expect(unexpected(faults)).toEqual([]);
    });
  });
});
