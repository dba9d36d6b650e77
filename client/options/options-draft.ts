import { optionsSchema, type Options } from '../../shared/settings.ts';
import type { PlainKey } from '../words/message.ts';

export type OptionsErrors = Partial<Record<'enrolSince' | 'doubleOptInSince' | 'countedStatuses', PlainKey>>;

/** Which fields are not right, by the endpoint's own schema and the store's day; empty when all are. */
export function findOptionsErrors(draft: Options, today: string): OptionsErrors {
  const errors: OptionsErrors = {};
  for (const { path } of optionsSchema.safeParse(draft).error?.issues ?? []) {
    const field = path[0];
    if (field === 'enrolSince' || field === 'doubleOptInSince') errors[field] = 'options.date.error';
    if (field === 'countedStatuses') errors.countedStatuses = 'options.statuses.error';
  }
  for (const field of ['enrolSince', 'doubleOptInSince'] as const) {
    const day = draft[field];
    if (day !== null && day > today) errors[field] = 'options.date.error';
  }
  return errors;
}

/** Whether two sets of options say the same. */
export function isSameOptions(one: Options, other: Options): boolean {
  const text = ({ countedStatuses, ...rest }: Options) =>
    JSON.stringify([[...countedStatuses].sort((a, b) => a - b), Object.entries(rest).sort()]);
  return text(one) === text(other);
}

/** Whether saving sends texts to shoppers that the saved options did not reach: an opt-in date is new or earlier. */
export function sendsTexts(saved: Options, draft: Options): boolean {
  if (draft.doubleOptInSince === null) return false;
  return saved.doubleOptInSince === null || draft.doubleOptInSince < saved.doubleOptInSince;
}

/** A status added to or taken out of those that count. */
export function withStatus(draft: Options, status: number, counts: boolean): Options {
  const others = draft.countedStatuses.filter((id) => id !== status);
  return { ...draft, countedStatuses: counts ? [...others, status].sort((a, b) => a - b) : others };
}
