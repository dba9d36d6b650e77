import type { Options } from '../../shared/settings.ts';

/** The options that differ, with both values, for the audit log. */
export function changedOptions(
  before: Options,
  after: Options,
): Record<string, { from: unknown; to: unknown }> {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name)))
      .map(([name, value]) => [name, { from: old.get(name), to: value }]),
  );
}

/**
 * Whether shoppers that the saved options reach may be left out by the new ones: a date is cleared or moved to a later
 * day, or a status or the guests stop counting while a date is set.
 */
export function mayEndMembership(before: Options, after: Options): boolean {
  if (before.enrolSince === null && before.doubleOptInSince === null) return false;
  return (
    isLater(before.enrolSince, after.enrolSince) ||
    isLater(before.doubleOptInSince, after.doubleOptInSince) ||
    before.countedStatuses.some((id) => !after.countedStatuses.includes(id)) ||
    (before.guestOrders === 'send' && after.guestOrders === 'skip')
  );
}

/** Days are written `YYYY-MM-DD`, so that they sort as text. */
function isLater(before: string | null, after: string | null): boolean {
  return before !== null && (after === null || after > before);
}
