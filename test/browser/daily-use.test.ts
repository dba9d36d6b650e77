import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { expectGood } from './expect-good.ts';
import { choose } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { smallStore, startBrowserOrSkip, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.setUp());
const { hash } = smallStore;

describe.skipIf(browser === null)('daily use', () => {
  const actionsOf = ({ sandbox }: Stage) => sandbox.bigcommerce.store(hash).actions;
  const reasonOf = async (stage: Stage, orderId: number) => {
    const [row] = await stage.db.records.getMany(hash, [{ kind: 'order', id: String(orderId) }]);
    return row ? row.reason : null;
  };

  it('begins with a first view whose layout stays, on a processor four times as slow', async ({
    stage,
    page,
    faults,
  }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.addInitScript(() => {
      const vitals = { lcp: 0, cls: 0 };
      Object.assign(window, { vitals });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) vitals.lcp = entry.startTime;
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) vitals.cls += Number(Reflect.get(entry, 'value'));
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await stage.open(page);
    await page.getByText('Everything that counts is in AIQ.').waitFor();
    await page.locator('.recharts-bar-rectangle').first().waitFor();
    const vitals = z
      .object({ lcp: z.number(), cls: z.number() })
      .parse(await page.evaluate(() => Reflect.get(window, 'vitals')));
    process.stdout.write(`First view of the overview at a quarter of the speed: ${JSON.stringify(vitals)}\n`);
    expect(vitals.cls).toBeLessThan(0.005);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await expectGood(page, 'overview');
    expect(faults).toEqual([]);
  });

  it('shows figures that add up: those of the day are those of all types', async ({
    stage,
    page,
    faults,
  }) => {
    await stage.open(page);
    await page.getByText('Show as a table').click();
    const figures = async (caption: string) => {
      const rows = await page.getByRole('table', { name: caption }).getByRole('row').all();
      const cells = rows.slice(1).map((row) => row.getByRole('cell').allTextContents());
      return (await Promise.all(cells)).map((row) => row.map((text) => Number(text.replace(/\D/g, ''))));
    };
    const sums = (rows: number[][]) => {
      return rows.reduce((all, row) => all.map((sum, at) => sum + (row[at] ?? 0)), [0, 0, 0, 0]);
    };
    const types = await figures('Records by type and state');
    // What BigCommerce has stands before the four states, the difference after them.
    const states = types.map((row) => row.slice(1, 5));
    expect(states.length).toBeGreaterThan(3);
    expect(sums(await figures('Records a day'))).toEqual(sums(states));
    for (const [has = 0, ...rest] of types) {
      if (has > 0) expect(sums([rest.slice(0, 4)]).reduce((sum, count) => sum + count)).toBe(has);
    }
    expect(faults).toEqual([]);
  });

  it('finds, filters, explains and exports records', async ({ stage, page, button, faults }) => {
    actionsOf(stage).placeOrder({ statusId: 7 });
    await stage.open(page, { route: '/activity' });
    await page.getByText(/^25 of [\d,]+ records$/).waitFor();
    await expectGood(page, 'activity');
    await choose(page, 'Type', 'Order');
    await choose(page, 'State', 'Skipped');
    await page.getByText('Checkout not finished').first().waitFor();
    expect(new URL(page.url()).search).toBe('?kind=order&state=skipped');

    const download = page.waitForEvent('download');
    await button('Download as CSV').click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/);
    const skipped = await stage.db.records.listKeys(hash, { kind: 'order', state: 'skipped' }, 1_000);
    expect(lines).toHaveLength(skipped.length + 1);

    await page.getByRole('searchbox').fill('nobody@example.com');
    await button('Search').click();
    await page.getByText('No record fits these filters.').waitFor();
    await expectGood(page, 'activity, nothing found');
    await button('Clear filters').click();
    await choose(page, 'Reason or note', 'Phone left out: not usable');
    await page.getByRole('cell', { name: 'Phone left out' }).first().waitFor();
    await expect
      .poll(async () => {
        const rows = await page
          .getByRole('row')
          .filter({ has: page.getByRole('rowheader') })
          .count();
        return rows - (await page.getByRole('cell', { name: 'Phone left out' }).count());
      })
      .toBe(0);
    await button('Clear filters').click();
    await page.getByLabel('Order number', { exact: true }).fill('#250');
    await button('Find the order').click();
    await page.getByText('What happened, and when').waitFor();
    await page.getByRole('heading', { name: 'Order 250', level: 1 }).waitFor();
    await expectGood(page, 'one record');

    await page.getByRole('link', { name: 'Back to activity' }).click();
    await page.getByLabel('Shopper’s e-mail or customer id').fill('nobody@example.com');
    await button('Explain').click();
    await page.getByText('We know nothing of this shopper').waitFor();
    await page.getByRole('tab', { name: 'Who changed what' }).click();
    await page.getByText('App installed').waitFor();
    await expectGood(page, 'who changed what');
    expect(faults).toEqual([]);
  });

  it('tries a parked order again when AIQ would take it', async ({ stage, page, button, faults }) => {
    const { merchant } = stage;
    const before = await merchant.call('getMapping');
    const { mapping } = before;
    await merchant.call('saveMapping', {
      mapping: { ...mapping, fallback: null },
      version: before.version,
    });
    const orderId = actionsOf(stage).placeOrder({
      statusId: 11,
      channelId: actionsOf(stage).createChannel('Kiosk'),
    });
    await expect.poll(() => reasonOf(stage, orderId), { timeout: 20_000 }).toBe('channel-unmapped');
    await stage.open(page, { route: '/activity' });
    await button(`Try Order ${orderId} again now`).click();
    await page.getByText('It is being tried again.').first().waitFor();
    const { version } = await merchant.call('getMapping');
    await merchant.call('saveMapping', { mapping: { ...mapping, fallback: 'Online' }, version });
    await expect.poll(() => reasonOf(stage, orderId), { timeout: 20_000 }).toBe('accepted');
    expect(faults).toEqual([]);
  });

  it('pauses, and goes on with the changes of the pause or without them', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await stage.open(page, { route: '/privacy' });
    for (const [choice, ends] of [
      [/^Send \d+ changes? of the pause/, 'accepted'],
      [/^From now on/, 'placed-during-freeze'],
    ] as const) {
      await button('Pause sync').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Pause sync' }).click();
      await page.getByText('Sync is paused since').waitFor();
      const orderId = actionsOf(stage).placeOrder({ statusId: 11 });
      await expect.poll(() => stage.db.changes.count(hash)).toBeGreaterThan(0);
      await button('Resume sync').click();
      await page.getByRole('radio', { name: choice }).press('Space');
      if (ends === 'accepted') await expectGood(page, 'resuming');
      await page.getByRole('dialog').getByRole('button', { name: 'Resume sync' }).click();
      await page.getByText('Sync is not paused.').waitFor();
      await expect.poll(() => reasonOf(stage, orderId), { timeout: 30_000 }).toBe(ends);
    }
    expect(faults).toEqual([]);
  });

  it('erases a shopper and disconnects AIQ only after a typed word', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await stage.open(page, { route: '/privacy' });
    const { rows } = await stage.db.records.search(hash, { kind: 'customer' }, { limit: 1, cursor: null });
    const customerId = rows[0]?.id ?? '';
    await page.getByLabel('Customer id in BigCommerce').fill(customerId);
    await button('Erase shopper').click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Erase shopper' }).isDisabled()).toBe(true);
    await expectGood(page, 'erasing');
    await page.getByLabel('Type ERASE to confirm').fill('ERASE');
    await dialog.getByRole('button', { name: 'Erase shopper' }).click();
    await page
      .getByText(/^Erased\. .* who the shopper was/)
      .first()
      .waitFor();
    const [row] = await stage.db.records.getMany(hash, [{ kind: 'customer', id: customerId }]);
    expect(row?.reason).toBe('erased');

    await page.getByRole('radio', { name: 'A guest, who ordered without an account' }).press('Space');
    await page.getByLabel('E-mail address of the guest').fill('grace@guest.example');
    await button('Erase shopper').click();
    await page.getByText('Erase the guest grace@guest.example?').waitFor();
    await page.getByLabel('Type ERASE to confirm').fill('ERASE');
    await dialog.getByRole('button', { name: 'Erase shopper' }).click();
    await page.getByText('Nothing was kept of this shopper.').first().waitFor();

    await button('Disconnect AIQ').click();
    await page.getByLabel('Type DISCONNECT to confirm').fill('disconnect');
    await dialog.getByRole('button', { name: 'Disconnect AIQ' }).click();
    await page.getByText('AIQ is not linked.').waitFor();
    await expectGood(page, 'privacy, disconnected');
    expect((await stage.db.stores.get(hash))?.aiq).toBeNull();
    expect(faults).toEqual([]);
  });
});
