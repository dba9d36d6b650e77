import type { AiqInventoryItem } from '../../aiq/types.ts';
import type { BcProduct } from '../../bigcommerce/types.ts';
import { contentHash } from './content-hash.ts';
import { formatMoney, money } from './money.ts';
import { skuOf } from './sale-lines.ts';
import { cleanText, isShortened } from './text.ts';
import type { Mapped, MappingContext } from './types.ts';

/** Stock of a product that BigCommerce does not count: AIQ takes 0 for "not to be had". */
const uncountedStock = 1;

/**
 * A product of the catalogue as AIQ's inventory item, for dynamic content. The price is the catalogue's own, in the
 * store's currency.
 * https://developer.bigcommerce.com/docs/rest-catalog/products
 */
export function productToItem(
  product: BcProduct,
  context: MappingContext,
  held: boolean,
): Mapped<AiqInventoryItem> {
  if (product.unreadable !== null) {
    return { decision: 'park', reason: 'unreadable', detail: product.unreadable, buyer: null };
  }
  if (!product.isVisible && !held) {
    return { decision: 'skip', reason: 'product-hidden', detail: null, buyer: null };
  }
  const item: AiqInventoryItem = {
    sku: skuOf(product.sku, product.id),
    productId: inventoryId(product.id, context),
    name: cleanText(product.name),
    brand: product.brandId === null ? '' : cleanText(context.brandName(product.brandId)),
    category: cleanText(context.categoryNames(product.id)),
    price: formatMoney(money(product.price)),
    quantity: product.inventoryTracking === 'none' ? uncountedStock : Math.max(0, product.inventoryLevel),
    imageUrl: product.imageUrl,
    url: productUrl(product.urlPath, context.storefrontUrl),
    active: product.isVisible,
  };
  return send(item, isShortened(product.name));
}

/** A product that is gone: withdrawn where AIQ holds it; of it only the id is known. */
export function deletedProductToItem(
  productId: number,
  context: MappingContext,
  held: boolean,
): Mapped<AiqInventoryItem> {
  if (!held) return { decision: 'skip', reason: 'product-deleted', detail: null, buyer: null };
  const item: AiqInventoryItem = {
    sku: skuOf('', productId),
    productId: inventoryId(productId, context),
    name: '',
    brand: '',
    category: '',
    price: '0.00',
    quantity: 0,
    imageUrl: '',
    url: '',
    active: false,
  };
  return send(item, false);
}

function productUrl(path: string, storefrontUrl: string): string {
  return path !== '' && URL.canParse(path, storefrontUrl) ? new URL(path, storefrontUrl).href : '';
}

/** Unique across the stores of one AIQ account. */
function inventoryId(productId: number, context: MappingContext): string {
  return `bc-${context.storeHash}-${productId}`;
}

function send(item: AiqInventoryItem, shortened: boolean): Mapped<AiqInventoryItem> {
  return {
    decision: 'send',
    reason: item.active ? 'accepted' : 'withdrawn',
    payload: item,
    hash: contentHash(item),
    amount: null,
    currency: null,
    warnings: shortened ? ['text-shortened'] : [],
    buyer: null,
  };
}
