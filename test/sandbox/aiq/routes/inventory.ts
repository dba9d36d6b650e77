import type { InventoryItem } from '../account.ts';
import { Problems, readBatch } from '../batch.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { showLater } from '../inbox.ts';
import { isPlainObject } from '../plain-object.ts';
import { isFilledText, isNumber } from '../sale-check.ts';

const mostItems = 100;
/** The documentation requires "SKU / product id" without the spelling of the latter. */
const productIdNames = ['product_id', 'productID', 'productId', 'id'];

/**
 * Inventory: an array of at most 100 items, each with a sku or product id (support.alpineiq.com, Tier 1 and
 * 2 integration). No way to withdraw a product is documented; an item counts as withdrawn here when it says
 * `active: false` or a quantity of 0 or less.
 */
export const inventoryEndpoints: readonly AiqEndpoint[] = [
  {
    name: 'createUpdateInventory',
    method: 'POST',
    path: '/api/v1.1/createUpdateInventory/:uid',
    handle(call) {
      if (Array.isArray(call.body) && call.body.length > mostItems) {
        throw new AiqRefusal(400, `at most ${mostItems} items are accepted`);
      }
      const { records, data } = readBatch(call, checkItem);
      acceptItems(call, records);
      return data;
    },
  },
];

function checkItem(record: unknown): Record<string, unknown> {
  if (!isPlainObject(record)) throw new AiqRefusal(400, 'an item must be an object');
  const problems = new Problems();
  problems.check(keyOf(record) !== null, 'sku or product id is required');
  for (const name of ['price', 'quantity']) {
    problems.check(record[name] === undefined || isNumber(record[name]), `${name} must be a number`);
  }
  for (const name of ['sku', 'name', 'brand', 'category']) {
    problems.check(
      record[name] === undefined || typeof record[name] === 'string',
      `${name} must be a string`,
    );
  }
  problems.refuseAny();
  return record;
}

/** The product id is the surer key: a sku may change, and options share none. */
function keyOf(item: Record<string, unknown>): string | null {
  for (const name of productIdNames) {
    const id = item[name];
    if (isFilledText(id) || isNumber(id)) return `id:${id}`;
  }
  return isFilledText(item['sku']) ? item['sku'] : null;
}

function acceptItems(call: AiqCall, items: readonly Record<string, unknown>[]): void {
  const { account } = call;
  const accepted = items.map((item) => ({ item, order: account.nextOrder() }));
  showLater(account, accepted.length, () => {
    for (const { item, order } of accepted) {
      const key = keyOf(item) ?? '';
      const held = account.inventory.get(key);
      const writes = (held?.writes ?? 0) + 1;
      const shown: InventoryItem =
        held && held.order > order
          ? { ...held, writes }
          : {
              key,
              item,
              withdrawn: item['active'] === false || (isNumber(item['quantity']) && item['quantity'] <= 0),
              writes,
              updated: account.clock.now(),
              order,
            };
      account.inventory.set(key, shown);
    }
  });
}
