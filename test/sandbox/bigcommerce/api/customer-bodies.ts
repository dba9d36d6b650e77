import type { CustomerPatch } from '../data/customer-writes.ts';
import type { FormField } from '../data/model.ts';
import { parseMoney } from '../data/money.ts';
import { ApiRefusal } from './answer.ts';
import { isRecord, requiredText, textField, toWholeNumber } from './fields.ts';

/* Bodies that make and change customers: https://developer.bigcommerce.com/docs/rest-management/customers */

type MaybeShared = { email: string; channelIds?: number[] | null };

/** E-mails are unique per channel: two customers may share one when no channel has both. */
export function shareEmail(a: MaybeShared, b: MaybeShared): boolean {
  if (a.email.toLowerCase() !== b.email.toLowerCase()) return false;
  const [ofA, ofB] = [a.channelIds ?? null, b.channelIds ?? null];
  return ofA === null || ofB === null || ofA.some((channel) => ofB.includes(channel));
}

export function requiredEmail(fields: Record<string, unknown>): string {
  return checkEmail(requiredText(fields, 'email', { min: 3, max: 255 }));
}

function checkEmail(email: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new ApiRefusal(422, 'The email address is invalid.', { email: 'error.email' });
}

export function readNames(fields: Record<string, unknown>): CustomerPatch {
  const email = textField(fields, 'email', { min: 3, max: 255 });
  const firstName = textField(fields, 'first_name', { min: 1, max: 100 });
  const lastName = textField(fields, 'last_name', { min: 1, max: 100 });
  return {
    ...(email === undefined ? {} : { email: checkEmail(email) }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
  };
}

export function readCustomerFields(fields: Record<string, unknown>) {
  const company = textField(fields, 'company', { max: 255 });
  const phone = textField(fields, 'phone', { max: 50 });
  const notes = textField(fields, 'notes', { max: 65_535 });
  const groupId = toWholeNumber(fields['customer_group_id']);
  const originChannelId = toWholeNumber(fields['origin_channel_id']);
  const channelIds = readChannelIds(fields['channel_ids']);
  const credit = Array.isArray(fields['store_credit_amounts'])
    ? fields['store_credit_amounts'].filter(isRecord)[0]
    : undefined;
  return {
    ...(company === undefined ? {} : { company }),
    ...(phone === undefined ? {} : { phone }),
    ...(notes === undefined ? {} : { notes }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(originChannelId === undefined ? {} : { originChannelId }),
    ...(channelIds === undefined ? {} : { channelIds }),
    ...(typeof credit?.['amount'] === 'number' ? { storeCredit: parseMoney(credit['amount']) } : {}),
    ...(Array.isArray(fields['form_fields']) ? { formFields: readFormFields(fields['form_fields']) } : {}),
  };
}

function readChannelIds(value: unknown): number[] | null | undefined {
  if (value === undefined || value === null) return value;
  const ids = Array.isArray(value) ? value.flatMap((id) => toWholeNumber(id) ?? []) : [];
  if (ids.length > 0) return ids;
  throw new ApiRefusal(422, 'The channel_ids are invalid.', { channel_ids: 'This array cannot be empty.' });
}

function readFormFields(list: readonly unknown[]): FormField[] {
  return list.filter(isRecord).map((field) => {
    const { name, value } = field;
    if (typeof name !== 'string')
      throw new ApiRefusal(422, 'The form field is invalid.', { name: 'error.path.missing' });
    if (typeof value === 'string' || typeof value === 'number') return { name, value };
    return { name, value: Array.isArray(value) ? value.map(String) : '' };
  });
}

/** A refusal that says which item of the batch it is about. */
export function namingItem<T>(place: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    const errors = Object.entries(error.errors).map(([name, message]) => [
      `${place}.${name.replace(/^\d+\./, '')}`,
      message,
    ]);
    throw new ApiRefusal(error.status, error.message, Object.fromEntries(errors));
  }
}
