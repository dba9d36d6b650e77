import type { BcHook } from '../bigcommerce/types.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { SyncDeps } from './types.ts';

export interface HookInput {
  /** Where BigCommerce reaches us, without a closing slash. */
  appUrl: string;
  /** Sent back with every delivery in `x-aiq-hook-secret`. */
  hookSecret: string;
  scopes: readonly string[];
}

const secretHeader = 'x-aiq-hook-secret';

/**
 * Makes BigCommerce's webhooks of a store what they have to be: creates missing ones, switches on those that BigCommerce
 * switched off, and removes other destinations of ours. Where sweeps find that webhooks get lost although nothing seems
 * to be wrong with the hooks, all are made anew, once. When it had to, events may have been lost: the sweeps are woken to
 * find what they would have told.
 * https://developer.bigcommerce.com/docs/integrations/webhooks
 * @returns scopes that were repaired
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function superviseHooks(
  deps: Pick<SyncDeps, 'db' | 'clock' | 'bigcommerceFor'>,
  store: StoreRow,
  input: HookInput,
): Promise<{ repaired: string[] }> {
  const { db, clock } = deps;
  const bigcommerce = deps.bigcommerceFor(store, 'sweep');
  const destination = `${input.appUrl}/bigcommerce/webhooks/${store.hash}`;
  const headers = { [secretHeader]: input.hookSecret };
  const hooks = await bigcommerce.listHooks();
  const losing = (await db.problems.listOpen(store.hash)).find(({ code }) => code === 'webhooks-lost');
  const anew = losing !== undefined && losing.firstAt > (store.hooksMadeAt ?? store.installedAt);
  const repaired: string[] = [];
  for (const scope of input.scopes) {
    const ours = hooks.filter((hook) => hook.scope === scope);
    const [good, ...others] = [...ours].sort((a, b) => rank(b, destination) - rank(a, destination));
    for (const hook of anew ? ours : others) await bigcommerce.deleteHook(hook.id);
    if (anew || good === undefined) await bigcommerce.createHook({ scope, destination, headers });
    else if (!isGood(good, destination, input.hookSecret)) {
      await bigcommerce.updateHook(good.id, { isActive: true, destination, headers });
    } else continue;
    repaired.push(scope);
  }

  const now = clock.now();
  const first = store.hooksMadeAt === null || store.hooksMadeAt < store.installedAt;
  await db.stores.touch(store.hash, {
    hooksCheckedAt: now,
    ...(repaired.length > 0 && { hooksMadeAt: now }),
  });
  await db.problems.resolve(store.hash, 'webhooks-missing', null, now);
  if (repaired.length === 0) await db.problems.resolve(store.hash, 'webhooks-repaired', null, now);
  else {
    // After an installation they are all missing, because BigCommerce deletes them with the app: nobody need hear of it.
    // And of those that got lost, the merchant knows.
    if (!first && !anew)
      await db.problems.raise(store.hash, 'webhooks-repaired', '', { hooks: repaired.length }, now);
    await db.streams.wake(store.hash, 'sweep-orders', now);
    await db.streams.wake(store.hash, 'sweep-customers', now);
  }
  return { repaired };
}

/** Which of several hooks of one scope is kept. */
function rank(hook: BcHook, destination: string): number {
  return (hook.destination === destination ? 2 : 0) + (hook.isActive ? 1 : 0);
}

function isGood(hook: BcHook, destination: string, secret: string): boolean {
  const sent = Object.entries(hook.headers).find(([name]) => name.toLowerCase() === secretHeader)?.[1];
  return hook.isActive && hook.destination === destination && sent === secret;
}
