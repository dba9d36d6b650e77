import type { AiqLink, StoreRow } from '../db/types/stores.ts';
import { currentAgeGate } from './age-gate.ts';

/** Why nothing may be read or sent for a store. */
export type Closed =
  | 'not-installed'
  | 'bigcommerce-refuses'
  | 'aiq-not-linked'
  | 'aiq-refuses'
  | 'age-gate-missing'
  | 'frozen'
  | 'not-started';

export type Gate =
  | { open: false; why: Closed }
  /** Before "Send the rest" only the trial may run. */
  | { open: true; lanes: 'all' | 'trial'; link: AiqLink };

/** Asked before any call to anybody, and again while a store is worked on. */
export function readGate(store: StoreRow | null): Gate {
  if (store?.state !== 'installed' || store.tokenSealed === null) return closed('not-installed');
  if (store.freeze !== null) return closed('frozen');
  if (store.bigcommerceState !== 'ok') return closed('bigcommerce-refuses');
  const { aiq, setup } = store;
  if (aiq === null) return closed('aiq-not-linked');
  if (aiq.state !== 'ok' || aiq.keySealed === null) return closed('aiq-refuses');
  if (currentAgeGate(store) === null) return closed('age-gate-missing');
  if (setup.startedAt !== null) return { open: true, lanes: 'all', link: aiq };
  if (setup.trialStartedAt !== null) return { open: true, lanes: 'trial', link: aiq };
  return closed('not-started');
}

function closed(why: Closed): Gate {
  return { open: false, why };
}
