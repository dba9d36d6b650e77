import { ageGateWording } from '../../shared/settings.ts';
import type { AgeGate, StoreRow } from '../db/types/stores.ts';

/** Id that stands for the owner of a store of which BigCommerce did not name one. */
const unknownOwner = 0;

export function ownerIdOf(store: StoreRow): number {
  return store.owner?.id ?? unknownOwner;
}

/** The confirmation that counts today: of the present wording, in a store that has not changed hands since. */
export function currentAgeGate({ owner, setup: { ageGate } }: StoreRow): AgeGate | null {
  if (ageGate?.wording !== ageGateWording) return null;
  if (owner !== null && owner.id !== ageGate.ownerId) return null;
  return ageGate;
}

/**
 * The confirmation of a store whose owner is learnt only now: it was given under this owner, whom nobody had named.
 * @returns null where the confirmation stays as it is
 */
export function ageGateOfLearntOwner(store: StoreRow, ownerId: number): AgeGate | null {
  const { ageGate } = store.setup;
  if (store.owner !== null || ageGate?.ownerId !== unknownOwner) return null;
  return { ...ageGate, ownerId };
}
