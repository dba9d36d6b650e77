import type { History } from '../../shared/settings.ts';
import { isDay } from '../format.ts';

/** The form's choice; the date stays while another option is looked at. */
export interface HistoryDraft {
  from: History['from'];
  date: string;
}

/** The choice as the endpoint wants it; null when the day is missing, wrong, or after `today` (the store's). */
export function draftToHistory({ from, date }: HistoryDraft, today: string): History | null {
  if (from !== 'date') return { from };
  return isDay(date) && date <= today ? { from, date } : null;
}

/** What the form starts with: the saved choice, or a year. */
export function historyToDraft(saved: History | null, yearAgo: string): HistoryDraft {
  if (saved === null) return { from: 'date', date: yearAgo };
  return { from: saved.from, date: saved.from === 'date' ? saved.date : yearAgo };
}
