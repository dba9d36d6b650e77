import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestAiq, type TestAiq } from './testing.ts';

let sandbox: TestAiq;
beforeAll(async () => {
  sandbox = await startTestAiq();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.aiq.clear();
  sandbox.aiq.resetSwitches();
  await sandbox.call('POST', '/api/v2/loyalty', {
    mobilePhone: phone,
    email: 'a@example.com',
    disableSMS: true,
  });
});

const phone = '3035550100';
const put = (path: string) => sandbox.call('PUT', path);
const ask = () => put(`/api/v2/optin/text/${phone}/true?doubleOpt=true`);
const optIn = () => sandbox.aiq.state('1234').optIns()[0];
const persona = async () =>
  (await sandbox.call('GET', `/api/v1.1/piis/1234?search=${phone}`)).body.data.results[0];

test('a double opt-in waits for the YES of the shopper', async () => {
  expect((await ask()).status).toBe(200);
  expect(optIn()).toMatchObject({ state: 'pending', requestsSent: 1, forced: 0 });
  expect(await persona()).toMatchObject({ hasRequested: true, optinTime: null, optreqTime: 1768478400 });
  expect(sandbox.aiq.answerYes('1234', phone)).toBe(true);
  expect(await persona()).toMatchObject({ hasRequested: null, optinTime: 1768478400, smsconsent: true });
  expect(sandbox.aiq.answerYes('1234', phone)).toBe(false);
});

test('at most two requests are texted, however many are asked for', async () => {
  for (let time = 0; time < 4; time++) expect((await ask()).status).toBe(200);
  expect(optIn()).toMatchObject({ state: 'pending', requestsAsked: 4, requestsSent: 2 });
  expect(sandbox.aiq.totals('1234').texts).toBe(2);
});

test('without doubleOpt the opt-in is forced, and counted as such', async () => {
  await put(`/api/v2/optin/text/${phone}/true`);
  expect(optIn()).toMatchObject({ state: 'in', forced: 1, requestsSent: 0 });
  expect(sandbox.aiq.totals('1234').forcedOptIns).toBe(1);
});

test('loyalty=false skips the double opt-in', async () => {
  await put(`/api/v2/optin/text/${phone}/true?doubleOpt=true&loyalty=false`);
  expect(optIn()).toMatchObject({ forced: 1, requestsSent: 0 });
});

test('an explicit opt-out stays out, whatever is asked', async () => {
  await put(`/api/v2/optin/text/${phone}/false`);
  await ask();
  await put(`/api/v2/optin/text/${phone}/true`);
  await put(`/api/v1.1/optin/1234/${phone}/true`);
  expect(optIn()).toMatchObject({ state: 'out', requestsSent: 0 });
  expect(await persona()).toMatchObject({ optinTime: null, optoutTime: 1768478400, smsconsent: false });
  expect(sandbox.aiq.answerYes('1234', phone)).toBe(false);
});

test('the shopper answers STOP', async () => {
  await ask();
  expect(sandbox.aiq.answerStop('1234', phone)).toBe(true);
  expect(optIn()?.state).toBe('out');
  expect(sandbox.aiq.answerStop('1234', '3035559999')).toBe(false);
});

test('unknown contacts are refused and not created', async () => {
  expect((await put('/api/v2/optin/text/3035559999/true?doubleOpt=true')).status).toBe(404);
  sandbox.aiq.setSwitches({ unknownOptInStatus: 200 });
  expect((await put('/api/v2/optin/text/3035559999/true?doubleOpt=true')).status).toBe(200);
  expect(sandbox.aiq.totals('1234')).toMatchObject({ personas: 1, texts: 0 });
});

test('phones and flags must have their form', async () => {
  expect((await put('/api/v2/optin/text/+13035550100/true')).status).toBe(400);
  expect((await put(`/api/v2/optin/text/${phone}/yes`)).status).toBe(400);
  expect((await sandbox.call('GET', `/api/v2/optin/text/${phone}/true`)).status).toBe(405);
});

test('e-mail has its own flag', async () => {
  expect((await put('/api/v2/optin/email/a%40example.com/true')).status).toBe(200);
  expect(await persona()).toMatchObject({ emailOptInTime: 1768478400, smsconsent: false });
  expect((await put('/api/v2/optin/email/b%40example.com/true')).status).toBe(404);
});
