import { SecretUnreadableError } from '../errors.ts';
import type { SealedField, Sealer } from './sealer.ts';
import type { Db } from './types/db.ts';
import type { StoreRow } from './types/stores.ts';

export interface Resealed {
  /** Sealed anew with the first key. */
  resealed: number;
  /** Were sealed with it already. */
  current: number;
  /** No key opens them: their stores open the app, or enter their AIQ key, again. */
  unreadable: number;
}

/** Further than any store was uninstalled. */
const always = new Date('9999-01-01T00:00:00Z');

/**
 * Seals everything that is kept with the first key, so that the others can be removed. May run while the app does, and
 * as often as one likes: a secret that is replaced meanwhile is sealed with the first key already.
 * @param newestKid name of the first key
 * @param crashPoint passed after each secret
 */
export async function resealSecrets(
  db: Pick<Db, 'stores'>,
  sealer: Sealer,
  newestKid: string,
  crashPoint: (name: string) => void,
): Promise<Resealed> {
  const counts: Resealed = { resealed: 0, current: 0, unreadable: 0 };
  for (const stores of [db.stores.listInstalled(), db.stores.listUninstalledBefore(always)]) {
    for await (const store of stores) {
      for (const { field, sealed } of secretsOf(store)) {
        counts[await reseal(db, sealer, newestKid, { hash: store.hash, field, sealed })] += 1;
        crashPoint('mid-rotation');
      }
    }
  }
  return counts;
}

async function reseal(
  db: Pick<Db, 'stores'>,
  sealer: Sealer,
  newestKid: string,
  { hash, field, sealed }: { hash: string; field: SealedField; sealed: string },
): Promise<keyof Resealed> {
  if (sealed.startsWith(`v1.${newestKid}.`)) return 'current';
  try {
    const anew = sealer.seal(hash, field, sealer.open(hash, field, sealed));
    return (await db.stores.replaceSealed(hash, field, sealed, anew)) ? 'resealed' : 'current';
  } catch (error) {
    if (error instanceof SecretUnreadableError) return 'unreadable';
    throw error;
  }
}

function secretsOf(store: StoreRow): { field: SealedField; sealed: string }[] {
  const all: { field: SealedField; sealed: string | null }[] = [
    { field: 'access-token', sealed: store.tokenSealed },
    { field: 'aiq-key', sealed: store.aiq?.keySealed ?? null },
    { field: 'hook-secret', sealed: store.hookSecretSealed },
  ];
  return all.flatMap(({ field, sealed }) => (sealed === null || sealed === '' ? [] : [{ field, sealed }]));
}
