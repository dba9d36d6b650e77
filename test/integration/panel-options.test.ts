import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultOptions, membershipLossConfirmation } from '../../shared/settings.ts';
import { startPanelAtWork, type PanelAtWork } from './panel-at-work.ts';
import { upstreamError } from './panel-server.ts';

let panel: PanelAtWork;
beforeEach(async () => {
  panel = await startPanelAtWork();
  Object.assign(panel.bigcommerce, {
    listOrderStatuses: async () => [{ id: 10, name: 'Completed', label: 'Picked up' }],
    listFormFieldNames: async () => ['Birthday'],
  });
});
afterEach(() => panel.close());

describe('options', () => {
  const save = (options: object, version: number, confirmation: string | null = null) =>
    panel.as().put('/api/options', { options: { ...defaultOptions, ...options }, version, confirmation });
  const loss = { shoppers: 4_812, withoutContact: 611, withoutUsablePhone: 0, mayLose: 12, partial: false };

  it('are shown with the merchant’s own names of statuses, and without them when BigCommerce is away', async () => {
    const { body } = await panel.as().get('/api/options');
    expect(body).toMatchObject({ version: 0, options: defaultOptions, formFields: ['Birthday'] });
    expect(body.statuses).toContainEqual({ id: 10, name: 'Completed', label: 'Picked up' });
    panel.bigcommerce.listOrderStatuses = () => Promise.reject(upstreamError('bigcommerce', 'unavailable'));
    const away = await panel.as().get('/api/options');
    expect(away.body.statuses).toContainEqual({ id: 10, name: 'Completed', label: 'Completed' });
  });

  it('are saved with names and values in the audit log, and wake what they touch', async () => {
    const { body } = await save({ enrolSince: '2026-01-10', syncContacts: true }, 0);
    expect(body).toMatchObject({ version: 1, updatedBy: 7, options: { enrolSince: '2026-01-10' } });
    const [entry] = await panel.db.audit.list('abc', { limit: 1, before: null });
    expect(entry).toMatchObject({
      action: 'options-saved',
      userId: 7,
      details: {
        changed: {
          enrolSince: { from: null, to: '2026-01-10' },
          syncContacts: { from: false, to: true },
        },
      },
    });
    const [, from, to] = panel.operations.optionsSaved.mock.calls[0]!;
    expect([from.enrolSince, to.enrolSince]).toEqual([null, '2026-01-10']);
  });

  it('contact sync counts from the moment it is switched on, until it is switched off', async () => {
    const since = async () => (await panel.db.settings.get('abc')).syncContactsSince;
    const first = panel.time.now;
    await save({ syncContacts: true }, 0);
    panel.later(60);
    await save({ syncContacts: true, dynamicContent: true }, 1);
    expect(await since()).toEqual(first);
    await save({ syncContacts: false }, 2);
    expect(await since()).toBeNull();
    await save({ syncContacts: true }, 3);
    expect(await since()).toEqual(panel.time.now);
  });

  it('are not saved over somebody else’s', async () => {
    await save({ dynamicContent: true }, 0);
    const late = await save({ dynamicContent: false }, 0);
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
  });

  it('that may end memberships need the typed word, and say how many', async () => {
    await save({ enrolSince: '2026-01-10' }, 0);
    panel.operations.previewOptions.mockResolvedValue({ enrol: loss, doubleOptIn: { ...loss, mayLose: 0 } });
    const refused = await save({ enrolSince: null }, 1);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'confirmation-needed']);
    expect(refused.body.error.details.enrol).toEqual(loss);
    expect((await save({ enrolSince: '2026-02-01' }, 1, 'yes')).status).toBe(409);
    expect((await panel.db.settings.get('abc')).options.enrolSince).toBe('2026-01-10');
    const earlier = await save({ enrolSince: '2025-12-01' }, 1);
    expect(earlier.status).toBe(200);
    expect(
      (await save({ enrolSince: null }, 2, membershipLossConfirmation)).body.options.enrolSince,
    ).toBeNull();
  });

  it('that would end none are saved without it', async () => {
    await save({ enrolSince: '2026-01-10' }, 0);
    expect((await save({ enrolSince: null }, 1)).status).toBe(200);
  });

  it('name a form field that exists', async () => {
    const wrong = await save({ birthDateField: 'Shoe size' }, 0);
    expect(Object.keys(wrong.body.error.fields)).toEqual(['options.birthDateField']);
    expect((await save({ birthDateField: 'Birthday' }, 0)).status).toBe(200);
    panel.bigcommerce.listFormFieldNames = async () => [];
    expect((await save({ birthDateField: 'Birthday', dynamicContent: true }, 1)).status).toBe(200);
  });
});
