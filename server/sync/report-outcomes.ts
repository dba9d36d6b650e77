import type { Outcome } from './page-outcomes.ts';
import type { StoreWork } from './work.ts';

/** Of a page of a hundred; single ones are only shown with their record. */
const manyPhones = 10;

/** Raises what the merchant should know about the outcomes of a page, and resolves what they disprove. */
export async function reportOutcomes(work: StoreWork, outcomes: readonly Outcome[]): Promise<void> {
  const { problems } = work;
  if (outcomes.some(({ sentNow }) => sentNow)) {
    await problems.resolve('aiq-unavailable');
    if (!work.memory.watch.tripped()) await problems.resolve('aiq-rejects-everything');
  }
  const unmapped = new Map<string, number>();
  let parked = 0;
  let phones = 0;
  for (const { task, row } of outcomes) {
    if (row.reason === 'channel-unmapped' && task.channelId !== null) {
      const channel = String(task.channelId);
      unmapped.set(channel, (unmapped.get(channel) ?? 0) + 1);
    } else if (row.state === 'parked') parked += 1;
    if (row.warnings.includes('phone-unusable')) phones += 1;
  }
  for (const channel of unmapped.keys()) {
    await problems.raise('channel-unmapped', channel, { channelId: Number(channel) });
  }
  if (parked > 0) await problems.raise('records-parked', '', { records: parked });
  if (phones >= manyPhones) await problems.raise('phones-unusable', '', { records: phones });
}
