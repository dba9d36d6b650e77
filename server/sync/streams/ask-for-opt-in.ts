import type { ConsentRow } from '../../db/types/consents.ts';
import type { RecordRow, RecordWrite } from '../../db/types/records.ts';
import { UpstreamError, wasNotCarriedOut } from '../../upstream/errors.ts';
import { shopperRow, type Shopper } from '../shoppers.ts';
import type { StoreWork } from '../work.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Whoever is not in AIQ yet is tried again after these, and parked after the last: AIQ shows people within a day. */
const waitsMs = [15 * minuteMs, hourMs, 4 * hourMs, 12 * hourMs, 24 * hourMs];
/** What the ledger says was asked; AIQ writes the text message itself. */
const wording = 'SMS double opt-in requested through AIQ; the shopper answers YES.';

type Fate = Pick<RecordWrite, 'state' | 'reason' | 'detail'>;

/**
 * Asks a shopper for the opt-in, unless that phone was asked before. The ledger's claim comes before the call, so that a
 * crash in between can lose a request and never repeat one. It is given back only when the call was surely not carried
 * out. The call creates no contact: whoever AIQ does not know yet waits for later tries.
 * @returns the record of what became of it
 * @throws UpstreamError when AIQ cannot be asked just now
 */
export async function askForOptIn(work: StoreWork, shopper: Shopper): Promise<RecordWrite> {
  const { db, hasher } = work.deps;
  const { person, order } = shopper;
  const row = (fate: Fate): RecordWrite => shopperRow('opt-in', shopper, fate, work.now());
  if (person.mobilePhone === null) return row({ state: 'skipped', reason: 'no-usable-phone', detail: null });
  const phoneHash = hasher.phone(person.mobilePhone);
  const claim: ConsentRow = {
    store: work.hash,
    phoneHash,
    customerId: person.id,
    orderId: String(order.id),
    state: 'requesting',
    requestedAt: work.now(),
    wording,
  };
  const claimed = await db.consents.claim(claim);
  if (!claimed) return row({ state: 'skipped', reason: 'asked-before', detail: null });
  work.deps.crashPoint('opt-in-claimed');
  try {
    await work.aiq.requestDoubleOptIn(person.mobilePhone);
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'rejected') {
      await db.consents.settle(work.hash, phoneHash, 'refused');
      return row({ state: 'parked', reason: 'aiq-rejected', detail: error.detail });
    }
    if (wasNotCarriedOut(error)) await db.consents.release(claim);
    if (!(error instanceof UpstreamError) || error.failure !== 'not-found') throw error;
    const unknown = row({ state: 'parked', reason: 'unknown-to-aiq', detail: error.detail });
    return waitOrPark(unknown, shopper.known, work.now());
  }
  work.deps.crashPoint('opt-in-asked');
  await db.consents.settle(work.hash, phoneHash, 'requested');
  return row({ state: 'sent', reason: 'accepted', detail: null });
}

/**
 * The record of a try in which nobody was asked: it waits for the next one.
 * @param parked what becomes of it when no try is left
 * @param known the record before this try
 */
export function waitOrPark(parked: RecordWrite, known: RecordRow | null, now: Date): RecordWrite {
  const attempts = (known?.attempts ?? 0) + 1;
  const waitMs = waitsMs[attempts - 1];
  if (waitMs === undefined) return { ...parked, fetchedAt: now, attempts, nextAttemptAt: null };
  const nextAttemptAt = new Date(now.getTime() + waitMs);
  return { ...parked, state: 'waiting', reason: 'retrying', fetchedAt: now, attempts, nextAttemptAt };
}
