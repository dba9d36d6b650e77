import { Problems } from './batch.ts';
import { AiqRefusal } from './envelope.ts';
import { isPlainObject } from './plain-object.ts';
import { parseTransactionDate, type SalePayload } from './sale.ts';

const itemTexts = ['sku', 'name', 'brand', 'category', 'size', 'subcategory', 'strain', 'grade', 'species'];
const memberTexts = ['email', 'mobilePhone', 'firstName', 'lastName'];

/**
 * Checks a transaction against what is known of it (docs.alpineiq.com, Transactions and refunds): types, the
 * date's form, and the primary key. Unknown fields pass, as they do in a Go service.
 */
export function checkSale(record: unknown): SalePayload {
  if (!isPlainObject(record)) throw new AiqRefusal(400, 'a transaction must be an object');
  const { visit, member } = record;
  if (!isPlainObject(visit)) throw new AiqRefusal(400, 'visit is required');
  const problems = new Problems();
  problems.check(isFilledText(visit['pos_id']), 'visit.pos_id is required and must be a string');
  for (const name of ['pos_user', 'pos_type', 'location', 'budtenderName', 'budtenderID']) {
    problems.check(isTextIfGiven(visit[name]), `visit.${name} must be a string`);
  }
  const date = visit['transaction_date'];
  problems.check(
    typeof date === 'string' && parseTransactionDate(date) !== null,
    'visit.transaction_date must look like 2026-01-31 04:03:53 +0000',
  );
  problems.check(isNumber(visit['transaction_total']), 'visit.transaction_total must be a number');
  const items = visit['visit_details_attributes'];
  if (!Array.isArray(items)) problems.check(false, 'visit.visit_details_attributes must be an array');
  else for (const [index, item] of items.entries()) checkItem(item, index, problems);
  if (member !== undefined) checkMember(member, problems);
  problems.refuseAny();
  return record as unknown as SalePayload; // every field of the type was checked above
}

function checkItem(item: unknown, index: number, problems: Problems): void {
  const at = `visit.visit_details_attributes[${index}]`;
  if (!isPlainObject(item)) {
    problems.check(false, `${at} must be an object`);
    return;
  }
  for (const name of itemTexts) problems.check(isTextIfGiven(item[name]), `${at}.${name} must be a string`);
  problems.check(isNumber(item['quantity']), `${at}.quantity must be a number`);
  for (const name of ['price', 'discount']) {
    problems.check(item[name] === undefined || isNumber(item[name]), `${at}.${name} must be a number`);
  }
  const attributes = item['customAttributes'];
  problems.check(
    attributes === undefined || Array.isArray(attributes),
    `${at}.customAttributes must be an array`,
  );
}

function checkMember(member: unknown, problems: Problems): void {
  if (!isPlainObject(member)) {
    problems.check(false, 'member must be an object');
    return;
  }
  for (const name of memberTexts)
    problems.check(isTextIfGiven(member[name]), `member.${name} must be a string`);
}

export function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

export function isTextIfGiven(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
