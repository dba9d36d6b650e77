import type { NewAppExtension } from '../bigcommerce/types.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { LifecycleDeps } from './deps.ts';

const scope = 'store_app_extensions_manage';

/** At most two of a model are possible. The pages are routes of the panel. */
const actions: readonly NewAppExtension[] = [
  {
    context: 'PANEL',
    model: 'ORDERS',
    url: '/records/order/${id}',
    label: {
      defaultValue: 'Where is this order?',
      locales: [{ value: '¿Dónde está este pedido?', localeCode: 'es' }],
    },
  },
  {
    context: 'PANEL',
    model: 'CUSTOMERS',
    url: '/activity?why=${id}',
    label: {
      defaultValue: 'Why no points?',
      locales: [{ value: '¿Por qué no hay puntos?', localeCode: 'es' }],
    },
  },
];

/**
 * Adds the panel's two questions to the Action menu of orders and customers, where the scope for that was granted.
 * What BigCommerce has already is left alone, so that installing twice is the same as once. Its list is also the only
 * place where their ids count: the audit log merely notes which ones were made. The app works without them: a failure is
 * logged and no more.
 */
export async function offerActions(deps: LifecycleDeps, store: StoreRow, userId: number): Promise<void> {
  if (!store.scopes.includes(scope)) return;
  try {
    const bigcommerce = deps.bigcommerceFor(store, 'panel');
    const present = await bigcommerce.listAppExtensions();
    const missing = actions.filter(
      ({ model, url }) => !present.some((one) => one.model === model && one.url === url),
    );
    const ids: string[] = [];
    for (const action of missing) ids.push(await bigcommerce.createAppExtension(action));
    if (ids.length === 0) return;
    await deps.db.audit.add({
      store: store.hash,
      at: deps.clock.now(),
      userId,
      action: 'actions-added',
      details: { ids },
    });
  } catch (error) {
    deps.log.warn(
      { store: store.hash, err: error },
      'the actions of orders and customers could not be added',
    );
  }
}
