import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { panelRoutes } from '../../shared/panel-routes.ts';
import { problemCodes } from '../../shared/sync.ts';
import { expectGood, unexpected } from './expect-good.ts';
import { choose, openApp } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { startBrowserOrSkip, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.setUp());

describe.skipIf(browser === null)('in the control panel, and in trouble', () => {
  it('the entries of the Action menus open the panel at that order and that customer', async ({
    stage,
    page,
    faults,
  }) => {
    await page.goto(`${stage.controlPanel}/manage`);
    const frame = page.frameLocator('#frame');
    const entry = page.getByRole('button', { name: 'Where is this order?' });
    const order = page.getByRole('listitem').filter({ has: entry }).first();
    const number = /#(\d+)/.exec((await order.textContent()) ?? '')?.[1] ?? '';
    await order.getByRole('button', { name: 'Where is this order?' }).click();
    await frame.getByRole('heading', { name: `Order ${number}`, level: 1 }).waitFor();
    await frame.getByText('What happened, and when').waitFor();

    await page.getByRole('tab', { name: 'Records', exact: true }).click();
    const button = page.getByRole('button', { name: 'Why no points?' });
    const id = await page
      .locator('section.card')
      .filter({ has: button })
      .getByRole('combobox')
      .first()
      .inputValue();
    await button.click();
    await frame.getByRole('heading', { name: `Why no points? Customer ${id}` }).waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('a file is downloaded out of the frame', async ({ stage, page, faults }) => {
    const frame = await openApp(page, stage.controlPanel);
    await frame.getByRole('link', { name: 'Activity' }).click();
    const download = page.waitForEvent('download');
    await frame.getByRole('button', { name: 'Download as CSV' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toMatch(/^\uFEFFType,Id,/);
    expect(file.trimEnd().split('\r\n').length).toBeGreaterThan(200);
    await frame.getByText('The file was downloaded.').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('no screen is refused anything by its content security policy, and one that were would be seen', async ({
    stage,
    page,
    faults,
  }) => {
    const [order] = await stage.db.records.listKeys(stage.sandbox.storeHash, { kind: 'order' }, 1);
    for (const path of panelRoutes) {
      await stage.open(page, { route: path.replace(':kind', 'order').replace(':id', order?.id ?? '') });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
    }
    expect(stage.takeRefusedByPolicy()).toEqual([]);
    expect(faults).toEqual([]);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.head.append(script);
    });
    await expect
      .poll(() => stage.takeRefusedByPolicy())
      .toEqual([expect.stringContaining("'script-src 'self''")]);
    expect(await page.title()).not.toBe('taken over');
  });

  it('figures go on to move without events, and follow events again when they come', async ({
    stage,
    page,
    faults,
  }) => {
    const asked = countRequests(page, '/api/overview');
    await page.clock.install();
    await page.route('**/api/events', (route) => route.abort());
    await stage.open(page);
    await page.getByText('Everything that counts is in AIQ.').waitFor();
    await oneMoreOrderIsShown(page, stage);
    expect(asked()).toBeGreaterThan(1);

    await page.unroute('**/api/events');
    const events = page.waitForResponse(/\/api\/events$/);
    await page.clock.fastForward(31_000);
    expect((await events).status()).toBe(200);
    await oneMoreOrderIsShown(page, stage);
    const before = asked();
    await page.clock.fastForward(20_000);
    await oneMoreOrderIsShown(page, stage);
    expect(asked()).toBe(before);
    expect(unexpected(faults)).toEqual([]);
  });

  it('all records of a reason are tried again after a question', async ({ stage, page, button, faults }) => {
    const { merchant, sandbox, db } = stage;
    const { actions } = sandbox.bigcommerce.store(sandbox.storeHash);
    const { mapping, version } = await merchant.call('getMapping');
    const unmapped = await merchant.call('saveMapping', { mapping: { ...mapping, fallback: null }, version });
    const channelId = actions.createChannel('Night market');
    const ids = [1, 2, 3].map(() => ({
      kind: 'order' as const,
      id: String(actions.placeOrder({ statusId: 11, channelId })),
    }));
    const reasons = async () => {
      return (await db.records.getMany(sandbox.storeHash, ids)).map(({ reason }) => reason);
    };
    await expect
      .poll(reasons, { timeout: 30_000 })
      .toEqual(['channel-unmapped', 'channel-unmapped', 'channel-unmapped']);

    await stage.open(page, { route: '/activity' });
    await choose(page, 'State', 'Parked');
    await choose(page, 'Reason', 'Store not mapped');
    await button('Try all of this reason again').click();
    const dialog = page.getByRole('dialog', { name: 'Try all of this reason again?' });
    await expectGood(page, 'trying all again, asked');
    await dialog.getByRole('button', { name: 'Try again now' }).click();
    await page
      .getByText(/^\d+ records are being tried again\.$/)
      .first()
      .waitFor();
    await merchant.call('saveMapping', { mapping, version: unmapped.version });
    await expect.poll(reasons, { timeout: 30_000 }).toEqual(['accepted', 'accepted', 'accepted']);
    expect(faults).toEqual([]);
  });

  it('the overview is good to read with every problem, paused, and with the pointer on a button', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    const { storeHash } = stage.sandbox;
    for (const code of problemCodes) await stage.db.problems.raise(storeHash, code, '', {}, new Date());
    await stage.db.problems.raise(storeHash, 'counts-differ', 'customer', {}, new Date());
    await stage.open(page);
    await page.getByRole('heading', { name: 'What needs your attention' }).waitFor();
    await page.getByText('The counts do not agree').waitFor();
    await expectGood(page, 'every problem');
    await button('Compare again').last().hover();
    await expectGood(page, 'the pointer on a button');
    for (const code of problemCodes) await stage.db.problems.resolve(storeHash, code, null, new Date());

    await stage.merchant.call('freeze');
    await page.getByText('Sync is paused since').waitFor();
    await expectGood(page, 'paused');
    await stage.merchant.call('thaw', { changes: 'send' });
    expect(faults).toEqual([]);
  });

  it('a screen whose code does not come is loaded again, as soon as the app answers', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await page.route(/privacy-screen/, (route) => route.abort());
    await stage.open(page);
    await page.getByText('Everything that counts is in AIQ.').waitFor();
    await page.getByRole('link', { name: 'Data & privacy' }).click();
    await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
    await expectGood(page, 'code that does not come');
    await page.context().setOffline(true);
    await button('Load the page again').click();
    await page.getByText('No answer from the app').waitFor();
    await page.context().setOffline(false);
    await page.unroute(/privacy-screen/);
    await button('Load the page again').click();
    await page.getByRole('heading', { name: 'Data & privacy', level: 1 }).waitFor();
    // React tells the console of what the page shows.
    const others = unexpected(faults).filter((fault) => !fault.startsWith('PartNotLoaded'));
    expect(others).toEqual([]);
  });

  it('a slow line shows the shape of the page at once, and then the figures', async ({
    stage,
    page,
    faults,
  }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    // What the developer tools call "Slow 3G".
    const slow = { latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000, offline: false };
    await session.send('Network.emulateNetworkConditions', slow);
    await stage.open(page);
    expect(await page.locator('.opening').isVisible()).toBe(true);
    await page.getByText('Everything that counts is in AIQ.').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Loyalty options' }).click();
    await page.getByText('Loyalty and messages').waitFor({ timeout: 60_000 });
    expect(faults).toEqual([]);
  });

  it('an overview that fails is told, and comes back with the button', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await page.route(/\/api\/(overview|events)$/, (route) => route.fulfill({ status: 500, body: 'Oops' }));
    await stage.open(page);
    await page.getByText('Something went wrong on our side').waitFor({ timeout: 30_000 });
    await expectGood(page, 'overview, API 500');
    await page.unroute(/\/api\/(overview|events)$/);
    await button('Try again').click();
    await page.getByText('Everything that counts is in AIQ.').waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('a screen that breaks says so, and the others still work', async ({ stage, page, faults }) => {
    await page.route('**/api/records?*', (route) => route.fulfill({ json: { records: [{}], next: null } }));
    await stage.open(page, { route: '/activity' });
    await page.getByRole('heading', { name: 'This page stopped working' }).waitFor();
    await expectGood(page, 'a screen that broke');
    await page.getByRole('link', { name: 'Store mapping' }).click();
    await page.getByRole('heading', { name: 'Storefronts and channels' }).waitFor();
    expect(faults.length).toBeGreaterThan(0);
  });
});

function countRequests(page: Page, path: string): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path) count += 1;
  });
  return () => count;
}

/** Places an order and waits until the page counts it. */
async function oneMoreOrderIsShown(page: Page, { sandbox, db }: Stage): Promise<void> {
  const { actions } = sandbox.bigcommerce.store(sandbox.storeHash);
  const link = page.getByRole('link', { name: /^Orders, Sent: show/ });
  const before = Number(await link.textContent());
  const id = String(actions.placeOrder({ statusId: 11 }));
  await expect
    .poll(async () => (await db.records.getMany(sandbox.storeHash, [{ kind: 'order', id }]))[0]?.state, {
      timeout: 30_000,
    })
    .toBe('sent');
  await expect.poll(async () => Number(await link.textContent()), { timeout: 30_000 }).toBe(before + 1);
}
