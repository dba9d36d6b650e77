import type { Options } from '../../shared/settings.ts';
import { recordKinds, recordReasons } from '../../shared/sync.ts';
import type { PlainKey, Translate } from '../words/message.ts';

const actions = {
  installed: 'audit.action.installed',
  'authorised-again': 'audit.action.authorised-again',
  uninstalled: 'audit.action.uninstalled',
  'user-removed': 'audit.action.user-removed',
  'owner-changed': 'audit.action.owner-changed',
  'actions-added': 'audit.action.actions-added',
  'aiq-linked': 'audit.action.aiq-linked',
  'aiq-unlinked': 'audit.action.aiq-unlinked',
  'age-gate-confirmed': 'audit.action.age-gate-confirmed',
  'mapping-saved': 'audit.action.mapping-saved',
  'history-saved': 'audit.action.history-saved',
  'trial-started': 'audit.action.trial-started',
  'sync-started': 'audit.action.sync-started',
  'options-saved': 'audit.action.options-saved',
  frozen: 'audit.action.frozen',
  thawed: 'audit.action.thawed',
  'shopper-erased': 'audit.action.shopper-erased',
  'record-retried': 'audit.action.record-retried',
  'records-retried': 'audit.action.records-retried',
} as const satisfies Record<string, PlainKey>;

const optionNames: Readonly<Record<keyof Options, PlainKey>> = {
  enrolSince: 'options.enrol',
  doubleOptInSince: 'options.doubleOptIn',
  syncContacts: 'options.syncContacts',
  birthDateField: 'options.birthDateField',
  dynamicContent: 'options.dynamicContent',
  countedStatuses: 'options.statuses',
  amountBasis: 'options.amount',
  guestOrders: 'options.guests',
  historyBudgetPercent: 'options.budget',
};

/** The words of an action; an action of a newer server is shown by its own name. */
export function auditActionToText(action: string, t: Translate): string {
  return isAction(action) ? t(actions[action]) : action;
}

/** What exactly was changed, one text each; empty when the action says it all. */
export function auditDetailsToTexts(
  { action, details }: { action: string; details: Readonly<Record<string, unknown>> },
  t: Translate,
): string[] {
  const { changed, connectionName, customerId, reason, kind, id } = details;
  if (action === 'options-saved' && isDictionary(changed)) {
    return Object.keys(changed).flatMap((name) => (isOption(name) ? [t(optionNames[name])] : []));
  }
  if (typeof connectionName === 'string') return [connectionName];
  // So an older version noted who was erased.
  if (typeof customerId === 'string')
    return [t('activity.record', { kind: t('kind.customer'), id: customerId })];
  const knownReason = recordReasons.find((one) => one === reason);
  if (knownReason) return [t(`reason.${knownReason}`)];
  const knownKind = recordKinds.find((one) => one === kind);
  if (knownKind && typeof id === 'string')
    return [t('activity.record', { kind: t(`kind.${knownKind}`), id })];
  return [];
}

function isAction(action: string): action is keyof typeof actions {
  return Object.hasOwn(actions, action);
}

function isOption(name: string): name is keyof Options {
  return Object.hasOwn(optionNames, name);
}

function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
