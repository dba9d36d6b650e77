import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestAiq, type TestAiq } from './testing.ts';

let sandbox: TestAiq;
let contactID: string;
beforeAll(async () => {
  sandbox = await startTestAiq();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.aiq.clear();
  sandbox.aiq.resetSwitches();
  const { body } = await sandbox.call('POST', '/api/v2/loyalty', {
    mobilePhone: phone,
    loyalty: true,
    disableSMS: true,
  });
  contactID = body.data.contactID;
});

const phone = '3035550100';
const adjust = (value: unknown) =>
  sandbox.call('PUT', `/api/v1.1/adjust/loyaltyPoints/1234/${contactID}`, { value, note: 'test' });
const wallet = async () => (await sandbox.call('POST', '/api/v2/wallet', { phone })).body.data;

test('the wallet shows points and discounts; one side of a discount is 0', async () => {
  await adjust(120);
  const shown = await wallet();
  expect(shown).toMatchObject({ contactID, loyaltyPoints: 120, hidePointsInWallet: false });
  expect(shown.audiences).toBeUndefined();
  expect(shown.discountTemplates).toHaveLength(3);
  expect(shown.discountTemplates[0]).toMatchObject({ dollarValue: 5, percentageValue: 0, available: true });
  const badges = await sandbox.call('POST', '/api/v2/wallet?badges=true', { phone });
  expect(badges.body.data.audiences).toHaveLength(1);
  expect((await sandbox.call('GET', `/api/v2/wallet/${phone}`)).body.data.loyaltyPoints).toBe(120);
});

test('an account may hide points, and then they are 0', async () => {
  await adjust(120);
  sandbox.aiq.setSwitches({ hidePointsInWallet: true }, '1234');
  expect(await wallet()).toMatchObject({ loyaltyPoints: 0, hidePointsInWallet: true });
});

test('an unknown person has no wallet', async () => {
  expect((await sandbox.call('POST', '/api/v2/wallet', { phone: '3035559999' })).status).toBe(404);
  expect((await sandbox.call('POST', '/api/v2/wallet', {})).status).toBe(400);
});

test.each(['wallet', 'contact/wallet'])('the PIN flow works under both spellings (%s)', async (spelling) => {
  expect((await sandbox.call('POST', `/api/v2/verify/${spelling}`, { phone: '3035559999' })).status).toBe(
    404,
  );
  expect((await sandbox.call('POST', `/api/v2/verify/${spelling}`, { phone })).status).toBe(200);
  const code = sandbox.aiq.lastPin('1234', phone);
  expect(code).toMatch(/^\d{4}$/);
  expect((await sandbox.call('POST', `/api/v2/view/${spelling}`, { phone, code: '0000' })).status).toBe(403);
  const view = await sandbox.call('POST', `/api/v2/view/${spelling}`, { phone, code });
  expect(view.body.data).toMatchObject({ contactID });
});

test('redeeming deducts at once, once, and only what is there', async () => {
  await adjust(110);
  const [fiveOff, tenth] = (await wallet()).discountTemplates;
  const put = async (url: string) => sandbox.call('PUT', url.slice(sandbox.url.length));
  expect((await put(tenth.redemptionURL)).status).toBe(400);
  expect((await put(fiveOff.redemptionURL)).body.data).toEqual({ loyaltyPoints: 10 });
  await adjust(500);
  expect((await put(fiveOff.redemptionURL)).status).toBe(400);
  expect((await put(tenth.redemptionURL)).status).toBe(200);
  expect((await put(tenth.redemptionURL)).status).toBe(200);
  expect((await put(`${tenth.redemptionURL}x`)).status).toBe(404);
  const all = await sandbox.call('GET', '/api/v1.1/redemptions/1234/0/2000000000');
  expect(all.body.data.map((one: { value: number }) => one.value)).toEqual([-100, -250, -250]);
  expect((await wallet()).loyaltyPoints).toBe(10);
});

test('adjustments are listed by range, and no hit is null', async () => {
  await adjust(5);
  const found = await sandbox.call('GET', '/api/v1.1/adjustments/1234/1768478400/1768478400');
  expect(found.body.data).toEqual([{ ts: 1768478400, value: 5, note: 'test', contactID }]);
  expect((await sandbox.call('GET', '/api/v1.1/adjustments/1234/0/5')).body.data).toBeNull();
  expect((await adjust('5')).status).toBe(400);
  expect((await adjust(1.5)).status).toBe(400);
});

test('programme and discounts are readable and cannot be written', async () => {
  const programme = await sandbox.call('GET', '/api/v2/loyalty/default/1234');
  expect(programme.body.data).toMatchObject({ userID: '1234', accrual: { pointsPer100: 100 } });
  expect((await sandbox.call('GET', '/api/v2/discount/1234')).body.data).toHaveLength(3);
  expect((await sandbox.call('GET', '/api/v2/discount/groups')).status).toBe(200);
  expect((await sandbox.call('PUT', '/api/v2/discount/1234', {})).status).toBe(405);
});
