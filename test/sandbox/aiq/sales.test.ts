import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildSale, startTestAiq, type TestAiq } from './testing.ts';

let sandbox: TestAiq;
beforeAll(async () => {
  sandbox = await startTestAiq();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.aiq.clear();
  sandbox.aiq.resetSwitches();
  sandbox.aiq.setProgramme('1234', { pointsPer100: 100, rounding: 'nearest', startDate: null });
});

const single = '/api/v1.1/createUpdateSale/1234';
const bulk = '/api/v1.1/createUpdateSales/1234';
const many = (count: number) =>
  Array.from({ length: count }, (_none, index) => buildSale({ pos_id: `bc-abc-${index}` }));

test('a sale is accepted at once and shows after the delay', async () => {
  sandbox.aiq.setSwitches({ bulkDelayMs: 6 * 3_600_000 });
  expect((await sandbox.call('POST', single, buildSale())).body).toMatchObject({ success: true, code: 200 });
  expect(sandbox.aiq.totals('1234')).toMatchObject({ sales: 0, total: '0.00', pending: 1, saleWrites: 1 });
  expect(sandbox.aiq.state('1234').sale('bc-abc-100')).toMatchObject({ visible: false });
  sandbox.clock.advance(6 * 3_600_000);
  expect(sandbox.aiq.totals('1234')).toMatchObject({ sales: 1, total: '40.10', pending: 0 });
  expect(sandbox.aiq.state('1234').sale('bc-abc-100')).toMatchObject({
    visible: true,
    total: 40.1,
    location: 'Online',
    transactionDate: '2026-01-14T10:00:00.000Z',
    payload: buildSale(),
  });
});

test('the same pos_id updates the sale, and every accepted write is kept in order', async () => {
  await sandbox.call('POST', single, buildSale());
  await sandbox.call('POST', bulk, [buildSale({ transaction_total: 12.34 })]);
  sandbox.aiq.flush();
  expect(sandbox.aiq.totals('1234')).toMatchObject({ sales: 1, total: '12.34', saleWrites: 2 });
  const writes = sandbox.aiq.state('1234').saleWrites('bc-abc-100');
  expect(writes.map(({ endpoint }) => endpoint)).toEqual(['createUpdateSale', 'createUpdateSales']);
  expect(writes[0]?.order).toBeLessThan(writes[1]?.order ?? 0);
  expect(new Set(writes.map(({ payloadHash }) => payloadHash)).size).toBe(2);
});

test('an older write that shows later does not replace a newer one', async () => {
  sandbox.aiq.setSwitches({ bulkDelayMs: 10_000 });
  await sandbox.call('POST', single, buildSale({ transaction_total: 1 }));
  sandbox.aiq.setSwitches({ bulkDelayMs: 1 });
  await sandbox.call('POST', single, buildSale({ transaction_total: 2 }));
  sandbox.clock.advance(1);
  expect(sandbox.aiq.totals('1234').total).toBe('2.00');
  sandbox.clock.advance(10_000);
  expect(sandbox.aiq.totals('1234')).toMatchObject({ total: '2.00', pending: 0 });
});

test('a refund is a sale with negative quantities, and sums stay exact', async () => {
  const item = { sku: 'S1', name: 'Item', price: 0.1, quantity: -1, discount: 0 };
  await sandbox.call('POST', bulk, [
    ...Array.from({ length: 3 }, (_none, index) =>
      buildSale({ pos_id: `s${index}`, transaction_total: 0.1 }),
    ),
    buildSale({ pos_id: 's0-refund-1', transaction_total: -0.1, visit_details_attributes: [item] }),
  ]);
  sandbox.aiq.flush();
  expect(sandbox.aiq.totals('1234')).toMatchObject({ sales: 4, refunds: 1, total: '0.20' });
  expect(sandbox.aiq.state('1234').totalsByPlace()).toEqual([{ place: 'Online', sales: 4, total: '0.20' }]);
});

test.each([
  ['a missing pos_id', { pos_id: undefined }, 'pos_id'],
  ['an empty pos_id', { pos_id: ' ' }, 'pos_id'],
  ['a numeric pos_id', { pos_id: 100 }, 'pos_id'],
  ['an ISO date', { transaction_date: '2026-01-14T10:00:00Z' }, 'transaction_date'],
  ['a date of another zone', { transaction_date: '2026-01-14 10:00:00 +0200' }, 'transaction_date'],
  ['a day that does not exist', { transaction_date: '2026-02-30 10:00:00 +0000' }, 'transaction_date'],
  ['money as text', { transaction_total: '40.10' }, 'transaction_total'],
  ['no total', { transaction_total: null }, 'transaction_total'],
  ['items that are no array', { visit_details_attributes: {} }, 'visit_details_attributes'],
  ['a price as text', { visit_details_attributes: [{ quantity: 1, price: '1' }] }, 'price'],
  ['an item without quantity', { visit_details_attributes: [{ price: 1 }] }, 'quantity'],
  ['a numeric sku', { visit_details_attributes: [{ quantity: 1, sku: 5 }] }, 'sku'],
  ['a numeric buyer', { pos_user: 7 }, 'pos_user'],
])('%s is refused and not stored', async (_name, overrides, field) => {
  const { status, body } = await sandbox.call('POST', single, buildSale(overrides));
  expect(status).toBe(400);
  expect(body.errors[0].message).toContain(field);
  expect(sandbox.aiq.totals('1234')).toMatchObject({ saleWrites: 0, pending: 0 });
});

test('an answer names every problem of a record', async () => {
  const { body } = await sandbox.call('POST', single, { visit: {} });
  expect(body.errors.length).toBeGreaterThan(3);
  expect((await sandbox.call('POST', single, [buildSale()])).status).toBe(400);
  expect((await sandbox.call('POST', single)).status).toBe(400);
});

describe('bulk', () => {
  test('wants an array, and no more than the switch allows', async () => {
    expect((await sandbox.call('POST', bulk, buildSale())).status).toBe(400);
    expect((await sandbox.call('POST', bulk, many(500))).status).toBe(200);
    sandbox.aiq.setSwitches({ maxArray: 100, maxArrayStatus: 413 });
    expect((await sandbox.call('POST', bulk, many(101))).status).toBe(413);
    expect((await sandbox.call('POST', bulk, many(100))).status).toBe(200);
  });

  test('refuses the whole batch for one poison record, without naming it', async () => {
    sandbox.aiq.setSwitches({ poison: [{ field: 'pos_id', equals: 'bc-abc-3' }] });
    const { status, body } = await sandbox.call('POST', bulk, many(5));
    expect([status, body.errors]).toEqual([400, [{ message: 'Bad Request' }]]);
    expect(sandbox.aiq.totals('1234').saleWrites).toBe(0);
    sandbox.aiq.setSwitches({ bulkErrorNamesRecord: true });
    expect((await sandbox.call('POST', bulk, many(5))).body.errors[0].message).toContain('record 3');
    expect((await sandbox.call('POST', single, buildSale({ pos_id: 'bc-abc-3' }))).status).toBe(400);
    expect((await sandbox.call('POST', single, buildSale({ pos_id: 'bc-abc-4' }))).status).toBe(200);
  });

  test('keeps the good records when switched so, with or without saying it', async () => {
    const poison = [{ field: 'sku', contains: 'BAD' }];
    sandbox.aiq.setSwitches({ bulkFailure: 'partial', poison });
    const bad = buildSale({ pos_id: 'bad', visit_details_attributes: [{ sku: 'xBADx', quantity: 1 }] });
    const { status, body } = await sandbox.call('POST', bulk, [...many(2), bad]);
    expect([status, body.data.accepted, body.data.rejected[0].index]).toEqual([200, 2, 2]);
    sandbox.aiq.setSwitches({ bulkFailure: 'silent' });
    expect((await sandbox.call('POST', bulk, [bad])).body).toEqual({
      success: true,
      code: 200,
      data: { accepted: 1 },
    });
    sandbox.aiq.flush();
    expect(sandbox.aiq.totals('1234').sales).toBe(2);
  });
});

describe('buyers and points', () => {
  const member = { email: 'ann@example.com', mobilePhone: '3035550100', firstName: 'Ann', lastName: 'Lee' };
  const enrol = () =>
    sandbox.call('POST', '/api/v2/loyalty', { ...member, srcID: 'bc-abc-7', loyalty: true });

  test('a member block attaches the person to the sale', async () => {
    await sandbox.call('POST', single, buildSale({}, member));
    sandbox.aiq.flush();
    const persona = sandbox.aiq.state('1234').persona({ srcID: 'bc-abc-7' });
    expect(persona).toMatchObject({ email: 'ann@example.com', sales: ['bc-abc-100'], spent: 40.1 });
  });

  test('a sale finds its buyer by source id, also when the person arrives later', async () => {
    await sandbox.call('POST', single, buildSale());
    sandbox.aiq.flush();
    expect(sandbox.aiq.state('1234').sale('bc-abc-100')?.contactID).toBeNull();
    await sandbox.call('POST', '/api/v1.1/createUpdateMember/1234', {
      srcID: 'bc-abc-7',
      email: 'ann@example.com',
    });
    sandbox.aiq.flush();
    const persona = sandbox.aiq.state('1234').persona({ email: 'ann@example.com' });
    expect(persona?.sales).toEqual(['bc-abc-100']);
    expect(sandbox.aiq.state('1234').sale('bc-abc-100')?.contactID).toBe(persona?.contactID);
  });

  test('points are whole, follow updates and refunds, belong to members only and never fall below 0', async () => {
    const points = () => sandbox.aiq.state('1234').persona({ srcID: 'bc-abc-7' })?.loyaltyPoints;
    await sandbox.call('POST', single, buildSale({ transaction_total: 99.5 }, member));
    sandbox.aiq.flush();
    expect(points()).toBe(0);
    await enrol();
    expect(points()).toBe(100);
    await sandbox.call('POST', single, buildSale({ transaction_total: 20 }, member));
    sandbox.aiq.flush();
    expect(points()).toBe(20);
    const item = { sku: 'S1', quantity: -1, price: 50 };
    const refund = { pos_id: 'r', transaction_total: -50, visit_details_attributes: [item] };
    await sandbox.call('POST', single, buildSale(refund));
    sandbox.aiq.flush();
    expect(points()).toBe(0);
    expect(sandbox.aiq.state('1234').persona({ srcID: 'bc-abc-7' })?.spent).toBe(-30);
  });

  test('the programme decides the rate, the rounding and the first day', async () => {
    await enrol();
    await sandbox.call('POST', single, buildSale({ transaction_total: 10.01 }));
    sandbox.aiq.flush();
    const points = () => sandbox.aiq.state('1234').persona({ srcID: 'bc-abc-7' })?.loyaltyPoints;
    expect(points()).toBe(10);
    sandbox.aiq.setProgramme('1234', { pointsPer100: 200, rounding: 'up' });
    expect(points()).toBe(21);
    sandbox.aiq.setProgramme('1234', { startDate: Date.UTC(2026, 0, 15) / 1000 });
    expect(points()).toBe(0);
  });

  test('a sale that changes its buyer moves with spend and points', async () => {
    await enrol();
    await sandbox.call('POST', single, buildSale({ transaction_total: 10 }));
    await sandbox.call('POST', single, buildSale({ pos_id: 'second', transaction_total: 5 }));
    sandbox.aiq.flush();
    await sandbox.call(
      'POST',
      single,
      buildSale({ transaction_total: 10, pos_user: 'other' }, { email: 'b@example.com' }),
    );
    sandbox.aiq.flush();
    const state = sandbox.aiq.state('1234');
    expect(state.persona({ srcID: 'bc-abc-7' })).toMatchObject({
      sales: ['second'],
      spent: 5,
      loyaltyPoints: 5,
    });
    expect(state.persona({ srcID: 'other' })).toMatchObject({ sales: ['bc-abc-100'], spent: 10 });
  });

  test('orders of a person and the points timeline are readable', async () => {
    const { body } = await enrol();
    await sandbox.call('POST', single, buildSale());
    sandbox.aiq.flush();
    const id: string = body.data.contactID;
    const orders = await sandbox.call('GET', `/api/v1.1/contact/orders/1234/${id}`);
    expect(orders.body.data).toEqual([
      { name: 'Item', brand: 'B', quantity: 1, totalPrice: 40.1, timestamp: 1768384800, storeName: 'Online' },
    ]);
    const timeline = await sandbox.call('GET', `/api/v1.1/contact/loyaltyPoints/timeline/1234/${id}`);
    expect(timeline.body.data.events).toEqual([
      { ts: 1768384800, type: 'sale', value: 40, note: 'bc-abc-100' },
    ]);
  });
});

test('places that no retail store answers to are noticed until they are mapped', async () => {
  await sandbox.call('POST', single, buildSale({ location: 'Pop-up' }));
  sandbox.aiq.flush();
  expect(sandbox.aiq.totals('1234').unmappedPlaces).toEqual(['Pop-up']);
  await sandbox.call('PUT', '/api/v1.1/stores/1234/102', { sourceMapping: { bigcommerce: 'Pop-up' } });
  expect(sandbox.aiq.totals('1234').unmappedPlaces).toEqual([]);
});

test('texts of every kind come back byte for byte', async () => {
  const name = '__proto__ 😀 אב e\u0301 \u0000 \ud800 <script>=1+1';
  await sandbox.call(
    'POST',
    single,
    buildSale({ pos_id: name, visit_details_attributes: [{ name, quantity: 1 }] }),
  );
  sandbox.aiq.flush();
  expect(sandbox.aiq.state('1234').sale(name)?.payload?.visit.visit_details_attributes[0]?.name).toBe(name);
});
