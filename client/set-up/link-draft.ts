import type { Status } from '../../shared/views/status.ts';
import { limits } from '../../shared/rules.ts';
import type { ApiError } from '../api-error.ts';
import type { PlainKey } from '../words/message.ts';

export interface LinkDraft {
  connectionName: string;
  uid: string;
  apiKey: string;
  otherConnectionOff: boolean;
  sharedAccountConfirmed: boolean;
}

export type LinkField = 'connectionName' | 'uid' | 'apiKey' | 'otherConnectionOff';
export type LinkErrors = Partial<Record<LinkField, PlainKey>>;

/** What the form starts with: the link as it is, or the store's name as a proposal. */
export function statusToLinkDraft({ aiq, setup, store }: Status): LinkDraft {
  return {
    connectionName: aiq?.connectionName ?? store.name.slice(0, limits.connectionName),
    uid: aiq?.uid ?? '',
    apiKey: '',
    otherConnectionOff: setup.otherConnectionOff,
    sharedAccountConfirmed: false,
  };
}

const refusals = {
  connectionName: 'link.connectionName.refused',
  uid: 'link.uid.error',
  apiKey: 'link.apiKey.error',
} as const satisfies LinkErrors;

/** The fields that a refused link points at. */
export function refusalToLinkErrors({ code, fields }: Pick<ApiError, 'code' | 'fields'>): LinkErrors {
  const errors: LinkErrors = {};
  for (const field of Object.keys(fields)) if (isTextField(field)) errors[field] = refusals[field];
  if (code === 'aiq-key-refused') errors.apiKey = 'error.aiq-key-refused.title';
  if (code === 'aiq-uid-mismatch') errors.uid = 'error.aiq-uid-mismatch.title';
  if (code === 'other-connection-not-off') errors.otherConnectionOff = 'link.otherConnectionOff.error';
  return errors;
}

export function isTextField(field: unknown): field is 'connectionName' | 'uid' | 'apiKey' {
  return field === 'connectionName' || field === 'uid' || field === 'apiKey';
}
