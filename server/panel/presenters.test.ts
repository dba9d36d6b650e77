import { describe, expect, it } from 'vitest';
import { routes } from '../../shared/api.ts';
import { defaultOptions } from '../../shared/settings.ts';
import { buildAiqLink, buildRecord, buildStore, buildStream, buildUser, someDay } from './fixtures.ts';
import { presentMapping } from './mapping.ts';
import { presentOptions } from './options.ts';
import { healthOf, presentDaily } from './overview.ts';
import { presentProgress } from './present-progress.ts';
import { presentRecord } from './records.ts';
import { presentSession } from './session.ts';
import { presentStatus } from './status.ts';
import { presentTrial } from './trial.ts';

const after = (minutes: number) => new Date(someDay.getTime() + minutes * 60_000);

describe('what leaves the server', () => {
  it('is exactly what the schema names, and holds no secret, e-mail or hash', () => {
    const session = presentSession(
      { token: 't', expiresAt: someDay, endsAt: someDay },
      { store: buildStore(), user: buildUser(), startedAt: someDay },
      '/',
    );
    const status = presentStatus(buildStore());
    const record = presentRecord(buildRecord());
    expect(routes.openSession.response.parse(session)).toEqual(session);
    expect(routes.getStatus.response.parse(status)).toEqual(status);
    expect(routes.listRecords.response.parse({ records: [record], next: null, total: null }).records).toEqual(
      [record],
    );
    expect(JSON.stringify([session, status, record])).not.toContain('canary');
  });
});

describe('the status', () => {
  it('has no AIQ link and no age gate before they are given', () => {
    const { setup } = buildStore();
    const status = presentStatus(buildStore({ aiq: null, setup: { ...setup, ageGate: null } }));
    expect(status).toMatchObject({ aiq: null, setup: { ageGate: null } });
  });

  it('asks for the age gate again when the wording changed or the store changed hands', () => {
    const { setup } = buildStore();
    const ageGate = { ...setup.ageGate!, wording: 'An older sentence.' };
    expect(presentStatus(buildStore({ setup: { ...setup, ageGate } })).setup.ageGate).toBeNull();
    expect(presentStatus(buildStore({ owner: { id: 8, email: null } })).setup.ageGate).toBeNull();
    expect(presentStatus(buildStore()).setup.ageGate).toEqual({
      confirmedAt: someDay.toISOString(),
      confirmedBy: 7,
    });
  });

  it('is complete for a store of which BigCommerce told nothing yet', () => {
    const status = presentStatus(buildStore({ profile: null }));
    expect(routes.getStatus.response.parse(status)).toEqual(status);
    expect(status.store).toMatchObject({ name: 'Store abc', currency: 'USD', timezone: 'UTC' });
  });
});

describe('the trial', () => {
  it('lists the records in the order in which they were taken, and leaves out those not read yet', () => {
    const rows = [
      buildRecord({ id: '8' }),
      buildRecord({ id: '9', state: 'parked', reason: 'aiq-rejected', detail: 'no' }),
    ];
    const trial = presentTrial({ status: 'running', error: null }, ['9', '8', '7'], rows);
    expect(trial.state).toBe('running');
    expect(trial.items.map(({ orderId, detail }) => [orderId, detail])).toEqual([
      ['9', 'no'],
      ['8', null],
    ]);
  });

  it.each([
    [null, 'not-started'],
    [{ status: 'waiting', error: null }, 'running'],
    [{ status: 'done', error: null }, 'done'],
    [{ status: 'paused', error: 'AIQ refused the key' }, 'failed'],
  ] as const)('of stream %j is %s', (stream, state) => {
    expect(presentTrial(stream, [], []).state).toBe(state);
  });
});

it('a trial that waits says why by a code; the text of an older version becomes the general one', () => {
  expect(presentTrial({ status: 'waiting', error: 'key-refused' }, [], []).error).toBe('key-refused');
  expect(presentTrial({ status: 'waiting', error: 'AIQ answered 500' }, [], []).error).toBe('retrying');
});

describe('progress', () => {
  const about = { paused: false, budgetPercent: 50, measured: null, now: after(10) };
  const counts = { read: 500, sent: 0, waiting: 0, parked: 0, skipped: 0 };

  it('has the average since the start until there is a measurement', () => {
    const stream = buildStream({ counts, total: 1_500 });
    expect(presentProgress(stream, about)).toMatchObject({
      status: 'running',
      read: 500,
      total: 1_500,
      perMinute: 50,
      secondsLeft: 1_200,
    });
    expect(presentProgress(stream, { ...about, measured: 100 })).toMatchObject({
      perMinute: 100,
      secondsLeft: 600,
    });
  });

  it('has no rate and no time left when it is not running, is stuck or has no total', () => {
    expect(presentProgress(null, about)).toMatchObject({ status: 'not-started', read: 0, perMinute: null });
    const stream = buildStream({ counts, total: 1_500 });
    const none = { perMinute: null, secondsLeft: null };
    expect(presentProgress({ ...stream, status: 'done' }, about)).toMatchObject({ status: 'done', ...none });
    expect(presentProgress(stream, { ...about, paused: true })).toMatchObject({ status: 'paused', ...none });
    expect(presentProgress(stream, { ...about, measured: 0 }).secondsLeft).toBeNull();
    expect(presentProgress({ ...stream, total: null }, about).secondsLeft).toBeNull();
    const justBegun = { ...about, now: new Date(someDay.getTime() + 36) };
    expect(presentProgress({ ...stream, startedAt: someDay }, justBegun)).toMatchObject(none);
  });
});

describe('health', () => {
  const done = presentProgress(buildStream({ status: 'done' }), {
    paused: false,
    budgetPercent: 50,
    measured: null,
    now: someDay,
  });
  const row = {
    kind: 'order',
    inBigcommerce: 1,
    sent: 1,
    waiting: 0,
    unread: 0,
    parked: 0,
    skipped: 0,
    difference: 0,
  } as const;
  const calm = { rows: [row], problems: [], lagSeconds: 0, history: { orders: done, customers: done } };
  const { setup } = buildStore();

  it.each([
    ['ok', buildStore(), calm],
    ['not-set-up', buildStore({ setup: { ...setup, startedAt: null } }), calm],
    ['stopped', buildStore({ freeze: { since: someDay, by: 7 } }), calm],
    ['stopped', buildStore({ bigcommerceState: 'token-refused' }), calm],
    ['stopped', buildStore({ aiq: null }), calm],
    ['stopped', buildStore({ aiq: buildAiqLink({ state: 'refused' }) }), calm],
    ['stopped', buildStore({ setup: { ...setup, ageGate: null } }), calm],
    ['attention', buildStore(), { ...calm, problems: [{ code: 'aiq-unavailable' } as const] }],
    ['attention', buildStore(), { ...calm, rows: [{ ...row, parked: 1 }] }],
    ['attention', buildStore(), { ...calm, rows: [{ ...row, difference: 1 }] }],
    ['ok', buildStore(), { ...calm, rows: [{ ...row, difference: -1 }] }],
    ['ok', buildStore(), { ...calm, problems: [{ code: 'webhooks-repaired' } as const] }],
    ['ok', buildStore(), { ...calm, rows: [{ ...row, difference: null }] }],
    ['working', buildStore(), { ...calm, rows: [{ ...row, waiting: 1 }] }],
    ['working', buildStore(), { ...calm, lagSeconds: 61 }],
    [
      'working',
      buildStore(),
      { ...calm, history: { orders: { ...done, status: 'running' as const }, customers: done } },
    ],
  ] as const)('is %s', (expected, store, figures) => {
    expect(healthOf(store, figures)).toBe(expected);
  });
});

it('the chart has every day of a month, oldest first, with zeros where nothing happened', () => {
  const days = presentDaily([{ store: 'abc', day: '2026-02-27', counts: { sent: 4, parked: 1 } }], someDay);
  expect(days).toHaveLength(30);
  expect(days.at(-1)).toEqual({ day: '2026-03-01', sent: 0, waiting: 0, parked: 0, skipped: 0 });
  expect(days.at(-3)).toEqual({ day: '2026-02-27', sent: 4, waiting: 0, parked: 1, skipped: 0 });
});

it('the mapping shows channels in use, and gone ones only while something depends on them', () => {
  const channel = (id: number, name: string, status: string, parkedOrders = 0) => ({
    id,
    name,
    status,
    type: 'storefront',
    parkedOrders,
  });
  const view = presentMapping(
    { version: 2, mapping: { channels: { 3: 'Denver' }, locations: {}, fallback: null } },
    [{ id: 1, name: 'Denver' }],
    [
      channel(1, 'Denver shop', 'active'),
      channel(2, 'Old', 'deleted'),
      channel(3, 'Older', 'deleted'),
      channel(4, 'Oldest', 'terminated', 2),
    ],
    [
      { id: 1, label: 'Denver', enabled: true },
      { id: 2, label: 'Closed', enabled: false },
    ],
  );
  expect(view.channels.map(({ id, suggestion }) => [id, suggestion])).toEqual([
    [1, 'Denver'],
    [3, null],
    [4, null],
  ]);
  expect(view.locations).toEqual([{ id: 1, name: 'Denver', suggestion: 'Denver' }]);
});

it('the options have the merchant’s labels, and BigCommerce’s names where there are none', () => {
  const settings = {
    store: 'abc',
    version: 0,
    options: { ...defaultOptions, birthDateField: 'Birthday' },
    mapping: { channels: {}, locations: {}, fallback: null },
    syncContactsSince: null,
    unapplied: { options: [], mapping: false },
    updatedAt: someDay,
    updatedBy: null,
  };
  const view = presentOptions(settings, {
    statuses: [{ id: 10, name: 'Completed', label: 'Picked up' }],
    formFields: ['Nickname'],
  });
  expect(view.statuses).toContainEqual({ id: 10, name: 'Completed', label: 'Picked up' });
  expect(view.statuses).toContainEqual({ id: 2, name: 'Shipped', label: 'Shipped' });
  expect(view.statuses.map(({ id }) => id)).not.toContain(0);
  expect(view.formFields).toEqual(['Nickname', 'Birthday']);
  expect(view.updatedAt).toBeNull();
});
