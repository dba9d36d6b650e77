import type { AiqLinkInput } from '../../shared/settings.ts';
import type { AiqStore, StoreRow } from '../db/types/stores.ts';
import { AppError } from '../errors.ts';
import { invalidInput } from '../http/validate.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { panelPatience, type PanelDeps } from './deps.ts';
import { explainRefusedCredentials } from './refused-credentials.ts';
import type { RouteCall, RouteHandlers } from './route-handler.ts';
import { presentStatus, reloadStore } from './status.ts';

export function createAiqLinkHandlers(deps: PanelDeps): Pick<RouteHandlers, 'linkAiq' | 'unlinkAiq'> {
  const { db, clock, engine, operations } = deps;
  return {
    async linkAiq({ session: { store, user }, body }) {
      requireSameName(store, body);
      requireOtherConnectionOff(body.otherConnectionOff);
      // AIQ is asked first: whoever cannot prove that the account is theirs learns nothing about other stores.
      const stores = await askAiq(deps, store.hash, body);
      await requireNoConflict(deps, store.hash, body);
      await saveLink(deps, { store, userId: user.userId, input: body, stores });
      await operations.resume(store.hash);
      return presentStatus(await reloadStore(deps, store.hash));
    },

    async unlinkAiq({ session: { store, user } }) {
      if (store.aiq === null) return presentStatus(store);
      await db.stores.unlinkAiq(store.hash);
      await engine.halt(store.hash);
      const now = clock.now();
      await db.problems.resolve(store.hash, 'aiq-key-refused', null, now);
      await db.audit.add({
        store: store.hash,
        at: now,
        userId: user.userId,
        action: 'aiq-unlinked',
        details: { connectionName: store.aiq.connectionName, uid: store.aiq.uid },
      });
      return presentStatus(await reloadStore(deps, store.hash));
    },
  };
}

function requireSameName(store: StoreRow, { connectionName }: AiqLinkInput): void {
  if (store.aiq === null || store.aiq.connectionName === connectionName) return;
  throw invalidInput({
    connectionName: `The name of a connection cannot be changed. Keep “${store.aiq.connectionName}”.`,
  });
}

function requireOtherConnectionOff(confirmed: boolean): void {
  if (confirmed) return;
  throw new AppError(
    400,
    'other-connection-not-off',
    'Switch off AIQ’s own BigCommerce connection first, or every sale counts twice. Then confirm that it is off.',
    { fields: { otherConnectionOff: 'Confirm that AIQ’s own BigCommerce connection is off.' } },
  );
}

/** The retail stores of the account. @throws AppError when AIQ does not accept the credentials or cannot be asked */
async function askAiq(deps: PanelDeps, store: string, input: AiqLinkInput): Promise<AiqStore[]> {
  const { uid, apiKey: key } = input;
  try {
    return await deps.aiqForCredentials({ uid, key, store, signal: panelPatience() }).listStores();
  } catch (error) {
    if (error instanceof UpstreamError) throw explainRefusedCredentials(error);
    throw error;
  }
}

/** Names are unique within an AIQ account, and an account is shared by stores only when the merchant means it. */
async function requireNoConflict(
  { db }: PanelDeps,
  hash: string,
  input: RouteCall<'linkAiq'>['body'],
): Promise<void> {
  const others = await db.stores.listByAiqUid(input.uid, hash);
  if (others.length === 0) return;
  const name = input.connectionName.toLowerCase();
  for (const other of await Promise.all(others.map((one) => db.stores.get(one)))) {
    if (other?.aiq?.connectionName.toLowerCase() === name) {
      throw invalidInput({
        connectionName: 'Another BigCommerce store uses this name in the same AIQ account. Choose another.',
      });
    }
  }
  if (input.sharedAccountConfirmed) return;
  const count = others.length === 1 ? 'Another BigCommerce store is' : `${others.length} other stores are`;
  throw new AppError(
    409,
    'aiq-account-linked-elsewhere',
    `${count} linked to this AIQ account already. Check that this is the account you mean, and confirm it.`,
    { details: { stores: others.length } },
  );
}

async function saveLink(
  { db, clock, sealer }: PanelDeps,
  link: { store: StoreRow; userId: number; input: RouteCall<'linkAiq'>['body']; stores: AiqStore[] },
): Promise<void> {
  const { store, userId, input, stores } = link;
  const { connectionName, uid, apiKey, sharedAccountConfirmed } = input;
  const now = clock.now();
  await db.stores.linkAiq(store.hash, {
    connectionName,
    uid,
    keySealed: sealer.seal(store.hash, 'aiq-key', apiKey),
    keyLast4: apiKey.slice(-4),
    stores,
    linkedAt: now,
    linkedBy: userId,
    state: 'ok',
  });
  await db.stores.updateSetup(store.hash, { otherConnectionOff: true });
  await db.problems.resolve(store.hash, 'aiq-key-refused', null, now);
  await db.audit.add({
    store: store.hash,
    at: now,
    userId,
    action: 'aiq-linked',
    details: {
      connectionName,
      uid,
      retailStores: stores.length,
      replaced: store.aiq !== null,
      sharedAccountConfirmed,
    },
  });
}
