import { describe, expect, it } from 'vitest';
import type { Status } from '../../shared/views/status.ts';
import { ApiError } from '../api-error.ts';
import { draftToHistory, historyToDraft } from './history-draft.ts';
import { refusalToLinkErrors, statusToLinkDraft, type LinkDraft } from './link-draft.ts';
import { findLinkErrors } from './link-errors.ts';
import { countDone, currentStep, isStepDone, searchToStep, setUpSteps } from './steps.ts';

const instant = '2026-03-01T10:00:00Z';
const fresh: Status['setup'] = {
  ageGate: null,
  otherConnectionOff: false,
  mappingSavedAt: null,
  history: null,
  trialStartedAt: null,
  trialFinishedAt: null,
  startedAt: null,
};
const aiq: NonNullable<Status['aiq']> = {
  connectionName: 'Green Valley',
  uid: '4711',
  keyLast4: '9f3c',
  stores: [],
  linkedAt: instant,
  state: 'ok',
};
const finished: Status['setup'] = {
  ...fresh,
  otherConnectionOff: true,
  ageGate: { confirmedAt: instant, confirmedBy: 17 },
  mappingSavedAt: instant,
  history: { from: 'everything' },
  startedAt: instant,
};

describe('the steps of the set-up', () => {
  it('begin with linking AIQ', () => {
    expect(currentStep({ aiq: null, setup: fresh })).toBe('link');
    expect(countDone({ aiq: null, setup: fresh })).toBe(0);
  });

  it('go on where the server says, on any device', () => {
    const setup = { ...finished, history: null, startedAt: null };
    expect(currentStep({ aiq, setup })).toBe('history');
    expect(countDone({ aiq, setup })).toBe(3);
  });

  it('come back to the age gate when its wording has changed', () => {
    expect(currentStep({ aiq, setup: { ...finished, ageGate: null } })).toBe('age-gate');
  });

  it('are all done at the end', () => {
    expect(currentStep({ aiq, setup: finished })).toBeNull();
    for (const step of setUpSteps) expect(isStepDone({ aiq, setup: finished }, step)).toBe(true);
  });

  it('can be named in an address', () => {
    expect(searchToStep('?step=mapping')).toBe('mapping');
    expect(searchToStep('step=constructor')).toBeNull();
  });
});

describe('linking AIQ', () => {
  const draft: LinkDraft = {
    connectionName: 'Green Valley',
    uid: '4711',
    apiKey: 'a-long-enough-key',
    otherConnectionOff: true,
    sharedAccountConfirmed: false,
  };

  it('accepts what the endpoint accepts, blanks around it included', () => {
    expect(findLinkErrors({ ...draft, uid: ' 4711 ', apiKey: ' a-long-enough-key\n' })).toEqual({});
  });

  it('names every field that is not right at once', () => {
    expect(
      findLinkErrors({
        ...draft,
        connectionName: ' ',
        uid: 'abc',
        apiKey: 'a key',
        otherConnectionOff: false,
      }),
    ).toEqual({
      connectionName: 'link.connectionName.error',
      uid: 'link.uid.error',
      apiKey: 'link.apiKey.error',
      otherConnectionOff: 'link.otherConnectionOff.error',
    });
  });

  it('points at the field that AIQ or the server refused', () => {
    const refusal = (code: ApiError['code'], fields = {}) =>
      refusalToLinkErrors(new ApiError({ code, status: 400, fields }));
    expect(refusal('aiq-key-refused')).toEqual({ apiKey: 'error.aiq-key-refused.title' });
    expect(refusal('aiq-uid-mismatch')).toEqual({ uid: 'error.aiq-uid-mismatch.title' });
    expect(refusal('invalid-input', { connectionName: 'taken' })).toEqual({
      connectionName: 'link.connectionName.refused',
    });
    expect(refusal('aiq-unreachable')).toEqual({});
  });

  it('proposes the store’s name, cut to what fits, and never shows a key', () => {
    const store = { name: 'x'.repeat(80) } as Status['store']; // only the name is read
    const started = statusToLinkDraft({ aiq: null, setup: fresh, store, freeze: null });
    expect(started.connectionName).toHaveLength(60);
    expect(statusToLinkDraft({ aiq, setup: finished, store, freeze: null })).toMatchObject({
      uid: '4711',
      apiKey: '',
    });
  });
});

describe('the history', () => {
  it('starts with a year, and keeps the date while other choices are looked at', () => {
    expect(historyToDraft(null, '2025-03-01')).toEqual({ from: 'date', date: '2025-03-01' });
    expect(historyToDraft({ from: 'everything' }, '2025-03-01')).toEqual({
      from: 'everything',
      date: '2025-03-01',
    });
  });

  it('takes today and no day after it', () => {
    expect(draftToHistory({ from: 'date', date: '2026-03-01' }, '2026-03-01')).toEqual({
      from: 'date',
      date: '2026-03-01',
    });
    expect(draftToHistory({ from: 'date', date: '2026-03-02' }, '2026-03-01')).toBeNull();
    expect(draftToHistory({ from: 'date', date: '' }, '2026-03-01')).toBeNull();
    expect(draftToHistory({ from: 'nothing', date: '' }, '2026-03-01')).toEqual({ from: 'nothing' });
  });
});
