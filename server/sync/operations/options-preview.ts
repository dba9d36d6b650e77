import type { OptionPreview } from '../../../shared/views/options.ts';
import type { Options } from '../../../shared/settings.ts';
import type { BcOrder } from '../../bigcommerce/types.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { orderToQualifyingBuyer } from '../mapping/qualifying-buyer.ts';
import type { OperationsDeps } from './deps.ts';
import { startOfDay } from './history-start.ts';

const pageSize = 250;
/** A merchant waits for this; what is not read by then makes the figures partial. */
const patienceMs = 20_000;

/** A buyer with the newest qualifying order, by the saved options and by the new ones. */
interface Shopper {
  newestSaved: number;
  newestNew: number;
  hasEmail: boolean;
  hasPhone: boolean;
}

/**
 * Whom the new options would enrol and ask for an opt-in, counted over BigCommerce's own orders, newest first.
 * `shoppers` are all with a qualifying order on or after the date; `mayLose` those whom the saved options touch and
 * the new ones would not.
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function previewOptions(
  deps: OperationsDeps,
  store: StoreRow,
  options: Options,
): Promise<{ enrol: OptionPreview; doubleOptIn: OptionPreview }> {
  const { options: saved } = await deps.db.settings.get(store.hash);
  const timezone = store.profile?.timezone ?? 'UTC';
  const instant = (day: string | null) => (day === null ? null : startOfDay(day, timezone).getTime());
  const dates = {
    enrol: { saved: instant(saved.enrolSince), new: instant(options.enrolSince) },
    doubleOptIn: { saved: instant(saved.doubleOptInSince), new: instant(options.doubleOptInSince) },
  };
  const all = [dates.enrol, dates.doubleOptIn].flatMap((date) => [date.saved, date.new]);
  const given = all.filter((date) => date !== null);
  const { shoppers, partial } =
    given.length === 0
      ? { shoppers: [], partial: false }
      : await readShoppers(deps, store, new Date(Math.min(...given)), { saved, new: options });
  const withPhone = shoppers.filter((shopper) => shopper.hasPhone);
  return {
    enrol: { ...count(shoppers, dates.enrol), mayLose: countLost(shoppers, dates.enrol), partial },
    doubleOptIn: {
      ...count(shoppers, dates.doubleOptIn),
      // Without a phone nobody is asked, so nothing can be lost.
      mayLose: countLost(withPhone, dates.doubleOptIn),
      partial,
    },
  };
}

async function readShoppers(
  deps: OperationsDeps,
  store: StoreRow,
  minCreated: Date,
  options: { saved: Options; new: Options },
): Promise<{ shoppers: Shopper[]; partial: boolean }> {
  const bigcommerce = deps.bigcommerceFor(store, 'panel');
  const context = {
    storeHash: store.hash,
    countryCode: store.profile?.countryCode ?? '',
    hasher: deps.hasher,
  };
  const shoppers = new Map<string, Shopper>();
  const until = deps.clock.now().getTime() + patienceMs;

  function add(order: BcOrder): void {
    const bySaved = orderToQualifyingBuyer(order, { ...context, options: options.saved });
    const byNew = orderToQualifyingBuyer(order, { ...context, options: options.new });
    const buyer = byNew ?? bySaved;
    if (buyer === null) return;
    const known = shoppers.get(buyer.id);
    const at = order.createdAt.getTime();
    shoppers.set(buyer.id, {
      newestSaved: Math.max(known?.newestSaved ?? -Infinity, bySaved === null ? -Infinity : at),
      newestNew: Math.max(known?.newestNew ?? -Infinity, byNew === null ? -Infinity : at),
      hasEmail: known?.hasEmail === true || buyer.email !== null,
      hasPhone: known?.hasPhone === true || buyer.mobilePhone !== null,
    });
  }

  for (let maxId: number | null = null; ;) {
    const page: BcOrder[] = await bigcommerce.listOrders({
      minCreated,
      ...(maxId === null ? {} : { maxId }),
      sort: 'id:desc',
      limit: pageSize,
    });
    for (const order of page) add(order);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize)
      return { shoppers: [...shoppers.values()], partial: false };
    if (deps.clock.now().getTime() > until) return { shoppers: [...shoppers.values()], partial: true };
    maxId = last.id - 1;
  }
}

function count(
  shoppers: readonly Shopper[],
  date: { new: number | null },
): Pick<OptionPreview, 'shoppers' | 'withoutContact' | 'withoutUsablePhone'> {
  const since = date.new;
  const touched = since === null ? [] : shoppers.filter(({ newestNew }) => newestNew >= since);
  return {
    shoppers: touched.length,
    withoutContact: touched.filter(({ hasEmail, hasPhone }) => !hasEmail && !hasPhone).length,
    withoutUsablePhone: touched.filter(({ hasPhone }) => !hasPhone).length,
  };
}

function countLost(shoppers: readonly Shopper[], date: { saved: number | null; new: number | null }): number {
  const before = date.saved ?? Infinity;
  const after = date.new ?? Infinity;
  return shoppers.filter(({ newestSaved, newestNew }) => newestSaved >= before && newestNew < after).length;
}
