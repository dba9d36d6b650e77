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
});

const loyalty = '/api/v2/loyalty';
const piis = '/api/v1.1/piis/1234';
const ann = { email: 'Ann@Example.com', mobilePhone: '3035550100', firstName: 'Ann', lastName: 'Lee' };
const enrol = (body: unknown) => sandbox.call('POST', loyalty, body);
const search = async (query: string) => (await sandbox.call('GET', `${piis}?${query}`)).body.data;
const names = (data: { results: { firstName: string }[] }) => data.results.map((one) => one.firstName);

describe('enrolment', () => {
  test('is done at once and answers with both ids', async () => {
    const { status, body } = await enrol({ ...ann, srcID: 'bc-1', loyalty: true, disableSMS: true });
    expect(status).toBe(200);
    expect(body.data).toEqual({ contactID: expect.stringMatching(/^[0-9a-f]{32}$/), srcID: 'bc-1' });
    const read = await sandbox.call('GET', `${piis}/${body.data.contactID}`);
    expect(read.body.data).toMatchObject({
      email: 'ann@example.com',
      mobilePhone: '3035550100',
      platform: 'REST API',
      loyalty: true,
      loyaltySignupTS: 1768478400,
      inserted: 1768478400,
      hasRequested: null,
    });
    expect(sandbox.aiq.totals('1234')).toMatchObject({ members: 1, texts: 0, forcedOptIns: 0 });
  });

  test('finds the same person by phone first, then by e-mail', async () => {
    const first = (await enrol({ mobilePhone: '3035550100', firstName: 'Ann' })).body.data.contactID;
    const other = (await enrol({ email: 'ann@example.com' })).body.data.contactID;
    expect(other).not.toBe(first);
    expect((await enrol({ mobilePhone: '3035550100', email: 'ann@example.com' })).body.data.contactID).toBe(
      first,
    );
    expect((await enrol({ email: 'ANN@example.com ' })).body.data.contactID).toBe(first);
    expect(sandbox.aiq.totals('1234').personas).toBe(2);
  });

  test.each(['+13035550100', '(303) 555-0100', '13035550100', '555', '0035550100', ''])(
    'takes the phone %j as blank, without an error',
    async (mobilePhone) => {
      const { status, body } = await enrol({ email: 'ann@example.com', mobilePhone });
      expect(status).toBe(200);
      const read = await sandbox.call('GET', `${piis}/${body.data.contactID}`);
      expect(read.body.data.mobilePhone).toBe('');
    },
  );

  test('wants a phone or an e-mail, and right types', async () => {
    expect((await enrol({ firstName: 'Ann' })).status).toBe(400);
    expect((await enrol({ email: 'nonsense', mobilePhone: '1' })).status).toBe(400);
    expect((await enrol({ ...ann, loyalty: 'true' })).status).toBe(400);
    expect((await enrol([ann])).status).toBe(400);
  });

  test('refuses the store id as text, until switched', async () => {
    expect((await enrol({ ...ann, favoriteStoreID: '101' })).status).toBe(400);
    expect((await enrol({ ...ann, favoriteStoreID: 0 })).status).toBe(400);
    sandbox.aiq.setSwitches({ rejectStringStoreId: false });
    expect((await enrol({ ...ann, favoriteStoreID: '101' })).status).toBe(200);
    expect(sandbox.aiq.state('1234').persona({ phone: '3035550100' })).toMatchObject({
      favoriteStoreID: 101,
    });
    await enrol({ ...ann, favoriteStore: 'Airport' });
    expect(sandbox.aiq.state('1234').persona({ phone: '3035550100' })).toMatchObject({
      favoriteStoreID: 102,
    });
  });

  test('without disableSMS texts the person, and smsoptin is a forced opt-in', async () => {
    await enrol({ ...ann, loyalty: true });
    expect(sandbox.aiq.totals('1234')).toMatchObject({ texts: 1, forcedOptIns: 0 });
    await enrol({ ...ann, smsoptin: true });
    expect(sandbox.aiq.totals('1234')).toMatchObject({ texts: 1, forcedOptIns: 1 });
  });

  test('can ignore the source id, as the documentation leaves open', async () => {
    sandbox.aiq.setSwitches({ loyaltySrcId: 'ignored' });
    const { data } = (await enrol({ ...ann, srcID: 'bc-1' })).body;
    expect(data.srcID).toBe(data.contactID);
  });
});

describe('createUpdateMember', () => {
  const single = '/api/v1.1/createUpdateMember/1234';
  const bulk = '/api/v1.1/createUpdateMembers/1234';

  test('shows after the delay and updates by source id', async () => {
    sandbox.aiq.setSwitches({ bulkDelayMs: 5000 });
    await sandbox.call('POST', single, { ...ann, srcID: 'bc-1', birthdate: '1990-02-28' });
    expect(sandbox.aiq.totals('1234').personas).toBe(0);
    await sandbox.call('POST', bulk, [
      { srcID: 'bc-1', email: 'new@example.com' },
      { srcID: 'bc-2', firstName: 'Bo' },
    ]);
    sandbox.clock.advance(5000);
    expect(sandbox.aiq.totals('1234').personas).toBe(2);
    const state = sandbox.aiq.state('1234');
    expect(state.persona({ srcID: 'bc-1' })).toMatchObject({
      firstName: 'Ann',
      email: 'new@example.com',
      birthdate: '1990-02-28',
      loyalty: false,
    });
    expect(state.persona({ email: 'ann@example.com' })).toBeUndefined();
    expect(state.persona({ email: 'new@example.com' })?.srcID).toBe('bc-1');
  });

  test('wants an array in bulk and something to know the person by', async () => {
    expect((await sandbox.call('POST', bulk, ann)).status).toBe(400);
    expect((await sandbox.call('POST', bulk, [{ firstName: 'Bo' }])).status).toBe(400);
    expect((await sandbox.call('POST', single, [ann])).status).toBe(400);
  });

  test('an older update that shows later only fills gaps', async () => {
    sandbox.aiq.setSwitches({ bulkDelayMs: 5000 });
    await sandbox.call('POST', single, { srcID: 'bc-1', firstName: 'Old', lastName: 'Lee' });
    await enrol({ srcID: 'bc-1', mobilePhone: '3035550100', firstName: 'New' });
    sandbox.clock.advance(5000);
    expect(sandbox.aiq.state('1234').persona({ srcID: 'bc-1' })).toMatchObject({
      firstName: 'New',
      lastName: 'Lee',
    });
  });
});

describe('merging', () => {
  const members = [
    { srcID: 'bc-1', mobilePhone: '3035550100', email: 'old@example.com', firstName: 'Ann' },
    { srcID: 'bc-2', mobilePhone: '3035550100', email: 'new@example.com' },
    { srcID: 'bc-3', email: 'new@example.com', lastName: 'Lee' },
  ];
  const send = () => sandbox.call('POST', '/api/v1.1/createUpdateMembers/1234', members);

  test('keeps twins apart until it runs, then unites them with their sales and every source id', async () => {
    await send();
    await sandbox.call('POST', '/api/v1.1/createUpdateSales/1234', [
      buildSale({ pos_id: 'a', pos_user: 'bc-1', transaction_total: 10 }),
      buildSale({ pos_id: 'b', pos_user: 'bc-3', transaction_total: 5 }),
    ]);
    sandbox.aiq.flush();
    const gone = sandbox.aiq.state('1234').persona({ srcID: 'bc-3' })?.contactID ?? '';
    expect(sandbox.aiq.totals('1234').personas).toBe(3);
    expect(sandbox.aiq.merge('1234')).toBe(2);
    const one = sandbox.aiq.state('1234').persona({ srcID: 'bc-3' });
    expect(one).toMatchObject({
      srcID: 'bc-1',
      otherSrcIDs: ['bc-2', 'bc-3'],
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'new@example.com',
      mobilePhone: '3035550100',
      spent: 15,
    });
    expect(one?.sales.sort()).toEqual(['a', 'b']);
    expect((await sandbox.call('GET', `${piis}/${gone}`)).status).toBe(404);
    expect(await search('search=')).toMatchObject({ total: 1, size: 1 });
    expect(sandbox.aiq.merge('1234')).toBe(0);
  });

  test('runs by itself after the switched delay, or at once', async () => {
    sandbox.aiq.setSwitches({ merge: 'delayed', mergeDelayMs: 60_000 });
    await send();
    sandbox.clock.advance(59_000);
    expect(sandbox.aiq.totals('1234').personas).toBe(3);
    sandbox.clock.advance(2000);
    expect(sandbox.aiq.totals('1234').personas).toBe(1);
    sandbox.aiq.clear();
    sandbox.aiq.setSwitches({ merge: 'at-once' });
    await send();
    sandbox.aiq.flush();
    expect(sandbox.aiq.totals('1234').personas).toBe(1);
  });

  test('an opt-out outlives the opt-in of a twin', async () => {
    await send();
    sandbox.aiq.flush();
    await sandbox.call('PUT', '/api/v2/optin/text/3035550100/false');
    sandbox.aiq.merge('1234');
    expect(sandbox.aiq.state('1234').optIns()).toMatchObject([{ state: 'out' }]);
  });
});

describe('search', () => {
  beforeEach(async () => {
    await enrol({ ...ann, loyalty: true, disableSMS: true });
    sandbox.clock.advance(60_000);
    await enrol({ email: 'cy@example.com', firstName: 'Cy', disableSMS: true });
    sandbox.clock.advance(60_000);
    await enrol({ mobilePhone: '3035550102', firstName: 'Bo', loyalty: true, disableSMS: true });
  });

  test('sorts by name, by arrival and by sign-up, in both directions', async () => {
    expect(names(await search('search='))).toEqual(['Ann', 'Bo', 'Cy']);
    expect(names(await search('sort=inserted&dir=desc'))).toEqual(['Bo', 'Cy', 'Ann']);
    expect(names(await search('sort=signup&dir=desc&limit=2'))).toEqual(['Bo', 'Ann']);
    expect(names(await search('sort=inserted&start=1&limit=1'))).toEqual(['Cy']);
    expect((await sandbox.call('GET', `${piis}?sort=nonsense`)).status).toBe(400);
    expect((await sandbox.call('GET', `${piis}?limit=2001`)).status).toBe(400);
    expect((await sandbox.call('GET', `${piis}?start=-1`)).status).toBe(400);
  });

  test('knows the search words', async () => {
    expect(names(await search('search=is:member'))).toEqual(['Ann', 'Bo']);
    expect(names(await search('search=not:member%20has:email'))).toEqual(['Cy']);
    expect(names(await search('search=has:mobile'))).toEqual(['Ann', 'Bo']);
    expect(names(await search('search=email:ann@example.com'))).toEqual(['Ann']);
    expect(names(await search('search=3035550102&limit=1'))).toEqual(['Bo']);
    expect(names(await search('search=%22Ann%20Lee%22'))).toEqual(['Ann']);
    expect(names(await search('search=%20&limit=2000&sort=points&dir=desc'))).toHaveLength(3);
  });

  test('without a hit gives null, not an empty list', async () => {
    expect(await search('search=nobody@example.com')).toEqual({
      results: null,
      start: 0,
      total: 0,
      limit: 100,
      size: 0,
    });
    expect(await search('sort=inserted&start=3')).toMatchObject({ results: null, total: 3 });
  });

  test('lookups give the contact id or 404', async () => {
    const contactID = sandbox.aiq.state('1234').persona({ email: 'ann@example.com' })?.contactID;
    for (const path of ['lookup/3035550100', 'lookup/email/ann%40example.com']) {
      expect((await sandbox.call('GET', `/api/v2/${path}`)).body.data).toEqual({ contactID });
    }
    expect((await sandbox.call('GET', '/api/v2/lookup/3035559999')).status).toBe(404);
    const light = await sandbox.call('GET', '/api/v2/loyalty/lookup/3035550100');
    expect(light.body.data).toMatchObject({ contactID, loyalty: true, loyaltyPoints: 0 });
    expect((await sandbox.call('GET', `${piis}/${'0'.repeat(32)}`)).status).toBe(404);
  });

  test('audiences are counted', async () => {
    const { body } = await sandbox.call('GET', '/api/v1.1/audiences/1234');
    expect(body.data.map((one: { audienceSize: number }) => one.audienceSize)).toEqual([3, 2]);
    expect((await sandbox.call('GET', '/api/v1.1/audiences/1234?start=2')).body.data).toBeNull();
  });
});

describe('the hosted sign-up form', () => {
  const post = (fields: Record<string, string>, uid = '1234') =>
    fetch(`${sandbox.url}/joinMembers/${uid}`, { method: 'POST', body: new URLSearchParams(fields) });

  test('creates a member that only AIQ knows, first in the list of sign-ups', async () => {
    await enrol({ ...ann, loyalty: true, disableSMS: true });
    sandbox.clock.advance(1000);
    const page = await fetch(`${sandbox.url}/joinMembers/1234`);
    expect(await page.text()).toContain('<form method="post">');
    const answer = await post({
      firstName: 'Di',
      mobilePhone: '(303) 555-0109',
      email: 'Di@example.com',
      smsOptIn: 'on',
    });
    expect(answer.status).toBe(200);
    const [first] = (await search('sort=signup&dir=desc&limit=1')).results;
    expect(first).toMatchObject({
      firstName: 'Di',
      mobilePhone: '3035550109',
      email: 'di@example.com',
      platform: 'AIQ Loyalty',
      loyalty: true,
      hasRequested: true,
    });
    expect((await search('sort=inserted&dir=desc&limit=1')).results[0].contactID).toBe(first.contactID);
    expect(first.srcID).toBe(first.contactID);
  });

  test('wants a way to reach the person, and a known club', async () => {
    expect((await post({ firstName: 'Di' })).status).toBe(400);
    expect((await post({ email: 'di@example.com' }, '9999')).status).toBe(404);
    expect(sandbox.aiq.totals('1234').personas).toBe(0);
  });
});
