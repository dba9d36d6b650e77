import jwt from 'jsonwebtoken';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes, type Route, type RouteBody, type RouteName } from '../../shared/api.ts';
import { errorBodySchema } from '../../shared/error-codes.ts';
import { ageGateWording, defaultOptions } from '../../shared/settings.ts';
import { createRouteHandlers } from '../../server/panel/router.ts';
import { accessToken, apiKey, startPanel, type Panel } from './panel-server.ts';

/*
 * Every route of the table against everything that must not get in. A new route without a case does not compile, and
 * fails the first test.
 */

interface RouteCase<N extends RouteName> {
  /** The path with its parameters filled in. */
  path: string;
  /** A body or query that is accepted. */
  good: RouteBody<N> | undefined;
  /** The same with MongoDB operators where values belong. */
  operators: Record<string, unknown>;
}

const everyField = { $ne: null };
const cases: { [N in RouteName]: RouteCase<N> } = {
  openSession: {
    path: '/api/session',
    good: { code: 'a-code-of-more-than-twenty-characters' },
    operators: { code: everyField },
  },
  renewSession: { path: '/api/session/renew', good: {}, operators: { $where: '1' } },
  getStatus: { path: '/api/status', good: undefined, operators: { $where: '1' } },
  linkAiq: {
    path: '/api/aiq',
    good: {
      connectionName: 'Shop abc',
      uid: '1234',
      apiKey,
      otherConnectionOff: true,
      sharedAccountConfirmed: true,
    },
    operators: {
      connectionName: everyField,
      uid: { $gt: '' },
      apiKey: everyField,
      otherConnectionOff: everyField,
      sharedAccountConfirmed: everyField,
    },
  },
  unlinkAiq: { path: '/api/aiq', good: {}, operators: { $set: { aiq: null } } },
  confirmAgeGate: {
    path: '/api/setup/age-gate',
    good: { confirmed: true, wording: ageGateWording },
    operators: { confirmed: true, wording: { $regex: '.*' } },
  },
  getMapping: { path: '/api/mapping', good: undefined, operators: { 'store[$ne]': 'abc' } },
  saveMapping: {
    path: '/api/mapping',
    good: { mapping: { channels: {}, locations: {}, fallback: null }, version: 0 },
    operators: {
      mapping: { channels: { $where: '1' }, locations: {}, fallback: null },
      version: { $gte: 0 },
    },
  },
  previewHistory: {
    path: '/api/setup/history/preview',
    good: { from: 'everything' },
    operators: { from: { $in: ['everything'] } },
  },
  saveHistory: {
    path: '/api/setup/history',
    good: { from: 'nothing' },
    operators: { from: 'date', date: { $gt: '' } },
  },
  startTrial: { path: '/api/setup/trial', good: {}, operators: { $or: [] } },
  getTrial: { path: '/api/setup/trial', good: undefined, operators: { 'name[$ne]': 'x' } },
  startSync: { path: '/api/setup/start', good: {}, operators: { $or: [] } },
  getOverview: { path: '/api/overview', good: undefined, operators: { 'store[$ne]': 'abc' } },
  watchOverview: { path: '/api/events', good: undefined, operators: { 'store[$ne]': 'abc' } },
  checkAgreement: { path: '/api/agreement', good: {}, operators: { $or: [] } },
  getOptions: { path: '/api/options', good: undefined, operators: { 'store[$ne]': 'abc' } },
  previewOptions: {
    path: '/api/options/preview',
    good: defaultOptions,
    operators: { ...defaultOptions, enrolSince: { $gt: '' } },
  },
  saveOptions: {
    path: '/api/options',
    good: { options: defaultOptions, version: 0, confirmation: null },
    operators: {
      options: { ...defaultOptions, guestOrders: everyField },
      version: 0,
      confirmation: everyField,
    },
  },
  listRecords: { path: '/api/records', good: undefined, operators: { 'state[$ne]': 'sent' } },
  exportRecords: { path: '/api/records.csv', good: undefined, operators: { 'state[$ne]': 'sent' } },
  getRecord: { path: '/api/records/order/100', good: undefined, operators: { 'id[$ne]': '100' } },
  retryRecord: { path: '/api/records/order/100/retry', good: {}, operators: { $or: [] } },
  retryReason: {
    path: '/api/records/retry',
    good: { reason: 'aiq-rejected' },
    operators: { reason: everyField },
  },
  listAudit: { path: '/api/audit', good: undefined, operators: { 'before[$gt]': '2026-01-01T00:00:00Z' } },
  listUsers: { path: '/api/users', good: undefined, operators: { 'id[$gt]': '0' } },
  freeze: { path: '/api/freeze', good: {}, operators: { $set: { freeze: null } } },
  thaw: { path: '/api/thaw', good: { changes: 'send' }, operators: { changes: { $in: ['send'] } } },
  getPrivacy: { path: '/api/privacy', good: undefined, operators: { 'store[$ne]': 'abc' } },
  eraseShopper: {
    path: '/api/privacy/erase',
    good: { customerId: '5' },
    operators: { customerId: { $regex: '.*' } },
  },
};

const names = Object.keys(routes) as RouteName[];
const closed = names.filter((name) => !isPublic(name));

function isPublic(name: RouteName): boolean {
  const route: Route = routes[name];
  return route.public === true;
}

let panel: Panel;
beforeAll(async () => {
  panel = await startPanel({ perUser: 10_000, perAddress: 10_000, costlyPerStore: 10_000 });
});
afterAll(() => panel.close());

/** Sends the good input of a route, changed as asked. */
function send(
  name: RouteName,
  how: { token?: string | undefined; method?: string; body?: unknown; extra?: Record<string, unknown> },
): request.Test {
  const route: Route = routes[name];
  const { path, good } = cases[name];
  const method = how.method ?? route.method;
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete' | 'patch'; // methods of supertest
  let test = request(panel.app)[verb](path);
  if (how.token !== undefined) test = test.set('authorization', `Bearer ${how.token}`);
  if (route.method === 'GET') return test.query((how.body as object | undefined) ?? how.extra ?? {});
  return test.send((how.body as object | undefined) ?? { ...good, ...how.extra });
}

/** Ends an answer that would go on without an end, once it has begun. */
function endAfterFirstBit(
  response: request.Response,
  done: (error: Error | null, body: unknown) => void,
): void {
  let text = '';
  response.on('data', (bit: Buffer) => {
    text += bit.toString();
    panel.stopping.now = true;
  });
  response.on('end', () => {
    panel.stopping.now = false;
    done(null, text);
  });
}

/** Checks the form of a refusal and gives its code. */
function codeOf(response: request.Response): string {
  expect(response.type).toBe('application/json');
  expect(response.text).not.toMatch(/canary/);
  return `${response.status} ${errorBodySchema.parse(response.body).error.code}`;
}

async function stateOf(hash: string): Promise<string> {
  const { db } = panel;
  const parts = [
    db.stores.get(hash),
    db.settings.get(hash),
    db.audit.list(hash, { limit: 100, before: null }),
  ];
  return JSON.stringify(await Promise.all(parts));
}

it('every route of the table has a case here, and a handler', () => {
  expect(Object.keys(cases).sort()).toEqual([...names].sort());
  expect(Object.keys(createRouteHandlers(panel.deps)).sort()).toEqual([...names].sort());
});

it('every case leads to its own route', () => {
  for (const name of names) {
    const pattern = routes[name].path.replace(/:\w+/g, '[^/]+');
    expect(cases[name].path).toMatch(new RegExp(`^${pattern}$`));
  }
});

describe.each(closed)('%s', (name) => {
  const past = () => {
    const signed = panel.deps.sessions.sign({
      store: 'abc',
      userId: 7,
      startedAt: new Date(panel.time.now.getTime() - 13 * 60 * 60_000),
    });
    return signed.token;
  };

  it('is closed without a session, whatever is sent, and changes nothing', async () => {
    const before = await stateOf('abc');
    expect(codeOf(await send(name, {}))).toBe('401 not-signed-in');
    expect(codeOf(await send(name, { token: 'garbage' }))).toBe('401 not-signed-in');
    expect(codeOf(await send(name, { token: past() }))).toBe('401 session-expired');
    const foreign = jwt.sign(
      { store: 'abc', sub: '7', start: 0, exp: 9_999_999_999, iss: 'aiq-for-bigcommerce', aud: 'panel' },
      'another key of at least thirty-two bytes',
    );
    expect(codeOf(await send(name, { token: foreign }))).toBe('401 not-signed-in');
    expect(await stateOf('abc')).toBe(before);
  });

  it('is closed to a user who was removed, and to a user of another store', async () => {
    expect(codeOf(await send(name, { token: panel.tokenOf('abc', 8) }))).toBe('401 not-signed-in');
    expect(codeOf(await send(name, { token: panel.tokenOf('abc', 9) }))).toBe('401 not-signed-in');
  });

  it('is closed in a store that is not installed', async () => {
    expect(codeOf(await send(name, { token: panel.tokenOf('gone', 7) }))).toBe('403 store-not-installed');
    await panel.db.stores.install({
      hash: 'left',
      tokenSealed: accessToken,
      scopes: [],
      owner: null,
      hookSecretSealed: 'hook-secret-canary',
      now: new Date(panel.time.now.getTime() - 60_000),
    });
    await panel.db.users.upsert(
      { store: 'left', userId: 7, email: null, locale: null, isOwner: true },
      panel.time.now,
    );
    await panel.db.stores.uninstall('left', panel.time.now, panel.time.now);
    expect(codeOf(await send(name, { token: panel.tokenOf('left', 7) }))).toBe('403 store-not-installed');
  });

  it('refuses fields that it does not know, and changes nothing', async () => {
    const before = await stateOf('abc');
    for (const extra of [{ surprise: 1 }, { store: 'other' }, { storeHash: 'other' }, { userId: 9 }]) {
      const response = await send(name, { token: panel.tokenOf('abc', 7), extra });
      expect(codeOf(response)).toBe('400 invalid-input');
      expect(Object.keys(response.body.error.fields)).toEqual(Object.keys(extra));
    }
    expect(await stateOf('abc')).toBe(before);
  });

  it('refuses operators where values belong', async () => {
    const before = await stateOf('abc');
    const response = await send(name, { token: panel.tokenOf('abc', 7), body: cases[name].operators });
    expect(codeOf(response)).toBe('400 invalid-input');
    expect(await stateOf('abc')).toBe(before);
  });
});

describe.each(names)('%s', (name) => {
  it('has no other method, with or without a session', async () => {
    const route: Route = routes[name];
    const allowed = names.filter((one) => routes[one].path === route.path).map((one) => routes[one].method);
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      if ((allowed as string[]).includes(method)) continue;
      const response = await send(name, { token: panel.tokenOf('abc', 7), method, body: {} });
      expect(codeOf(response)).toBe('405 method-not-allowed');
      expect(response.get('allow')?.split(', ').sort()).toEqual([...allowed].sort());
    }
  });
});

const withBody = names.filter((name) => routes[name].method !== 'GET');
describe.each(withBody)('%s', (name) => {
  const post = (type: string, text: string) => {
    const verb = routes[name].method.toLowerCase() as 'post' | 'put' | 'delete'; // the methods with a body
    const test = request(panel.app)[verb](cases[name].path);
    return test
      .set('authorization', `Bearer ${panel.tokenOf('abc', 7)}`)
      .set('content-type', type)
      .send(text);
  };

  it('refuses a body that is too large, is not JSON, or reaches for a prototype', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(70_000) });
    expect(codeOf(await post('application/json', large))).toBe('413 too-large');
    expect(codeOf(await post('application/json', '{"a":'))).toBe('400 invalid-input');
    expect(codeOf(await post('application/json', '"text"'))).toBe('400 invalid-input');
    expect(codeOf(await post('application/json', '[]'))).toBe('400 invalid-input');
    expect(codeOf(await post('text/plain', '{"surprise":1}'))).toBe('400 invalid-input');
    expect(codeOf(await post('application/x-www-form-urlencoded', 'surprise[$ne]=1'))).toBe(
      '400 invalid-input',
    );
    const reaching = [
      '{"__proto__":{"isAdmin":true}}',
      '{"a":[{"constructor":{"prototype":{"isAdmin":true}}}]}',
    ];
    for (const text of reaching) {
      const response = await post('application/json', text);
      expect(codeOf(response)).toBe('400 invalid-input');
      // Refused while it is read, before any schema sees it.
      expect(response.body.error).not.toHaveProperty('fields');
    }
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    expect(codeOf(await post('application/json', deep))).toBe('400 invalid-input');
    expect({}).not.toHaveProperty('isAdmin');
  });
});

describe('a session of another store', () => {
  const secretOfAbc = 'only-in-abc';

  beforeAll(async () => {
    await panel.completeSetup('abc');
    await panel.record([{ id: '100', detail: secretOfAbc, customerId: '5' }], 'abc');
    await panel.db.audit.add({
      store: 'abc',
      at: panel.time.now,
      userId: 7,
      action: secretOfAbc,
      details: {},
    });
    Object.assign(panel.bigcommerce, {
      listChannels: async () => [],
      listLocations: async () => [],
      listOrderStatuses: async () => [],
      listFormFieldNames: async () => [],
      countOrders: async () => 0,
      countCustomers: async () => 0,
    });
    panel.aiq.listStores = async () => [{ id: 5, name: 'Elsewhere' }];
  });

  it.each(closed)('sees and changes nothing of this store by %s', async (name) => {
    const before = await stateOf('abc');
    const records = await panel.db.records.count('abc', null);
    const asked = send(name, { token: panel.tokenOf('other', 9) });
    const route: Route = routes[name];
    const response = await (route.stream === undefined ? asked : asked.buffer().parse(endAfterFirstBit));
    expect(response.status).toBeLessThan(500);
    const text = route.stream === undefined ? response.text : String(response.body);
    expect(text).not.toContain(secretOfAbc);
    expect(text).not.toContain('Shop abc');
    expect(text).not.toContain('canary');
    if (name === 'listUsers')
      expect(response.body.users).toEqual([{ id: 9, email: 'user-of-other@example.com' }]);
    expect(await stateOf('abc')).toBe(before);
    expect(await panel.db.records.count('abc', null)).toEqual(records);
  });

  it('would see it with this store’s session, so that the search above finds what it looks for', async () => {
    expect((await send('listRecords', { token: panel.tokenOf('abc', 7) })).text).toContain(secretOfAbc);
    expect((await send('listAudit', { token: panel.tokenOf('abc', 7) })).text).toContain(secretOfAbc);
    expect((await send('getStatus', { token: panel.tokenOf('abc', 7) })).text).toContain('Shop abc');
  });
});

it('an unknown path is 404 in JSON, with and without a session', async () => {
  for (const path of ['/api', '/api/', '/api/nothing', '/api/records/order', '/API/status', '/api/status/']) {
    expect(codeOf(await request(panel.app).get(path))).toBe('404 not-found');
  }
  expect(codeOf(await panel.as().get('/api/nothing'))).toBe('404 not-found');
});

it('a path that cannot be decoded is 400 in JSON', async () => {
  expect(codeOf(await panel.as().get('/api/records/order/%E0%A4%A'))).toBe('400 invalid-input');
});

it('who asks too often is told to wait', async () => {
  const slow = await startPanel({ perUser: 3, perAddress: 2, costlyPerStore: 1 });
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1) statuses.push((await slow.as().get('/api/status')).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await slow.as().get('/api/status');
  expect(codeOf(refused)).toBe('429 too-many-requests');
  expect(Number(refused.get('retry-after'))).toBeGreaterThan(0);
  Object.assign(slow.bigcommerce, { countOrders: async () => 0, countCustomers: async () => 0 });
  const other = slow.as(slow.tokenOf('other', 9));
  expect((await other.get('/api/status')).status).toBe(200);
  expect((await other.post('/api/agreement')).status).toBe(200);
  expect((await other.post('/api/agreement')).status).toBe(429);
  await slow.close();
});
