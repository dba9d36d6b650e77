import { isPlainObject } from './plain-object.ts';

/** A record that holds `field` (at any depth) with a matching text or number is always refused. */
export interface PoisonRule {
  field: string;
  equals?: string;
  contains?: string;
}

/** The first rule that a record breaks, if any. */
export function findPoison(record: unknown, rules: readonly PoisonRule[]): PoisonRule | undefined {
  return rules.find((rule) => breaksRule(record, rule));
}

function breaksRule(value: unknown, rule: PoisonRule): boolean {
  if (Array.isArray(value)) return value.some((item) => breaksRule(item, rule));
  if (!isPlainObject(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => (key === rule.field && matches(inner, rule)) || breaksRule(inner, rule),
  );
}

function matches(value: unknown, rule: PoisonRule): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value);
  if (rule.equals !== undefined && text !== rule.equals) return false;
  if (rule.contains !== undefined && !text.includes(rule.contains)) return false;
  return rule.equals !== undefined || rule.contains !== undefined;
}
