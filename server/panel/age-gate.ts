import { ageGateWording } from '../../shared/settings.ts';
import type { AgeGate, StoreRow } from '../db/types/stores.ts';

/** Id that stands for the owner of a store of which BigCommerce did not name one. */
const unknownOwner = 0;

export function ownerIdOf(store: StoreRow): number {
  return store.owner?.id ?? unknownOwner;
}

/** The confirmation that counts today: of the present wording, in a store that has not changed hands since. */
export function currentAgeGate(store: StoreRow): AgeGate | null {
  const { ageGate } = store.setup;
  if (ageGate?.wording !== ageGateWording) return null;
  if (store.owner !== null && store.owner.id !== ageGate.ownerId) return null;
  return ageGate;
}
