import type { Product, Variant } from './model.ts';
import { parseMoney } from './money.ts';
import { findProduct, type StoreState } from './state.ts';

export interface ProductPatch {
  name?: string;
  price?: string | number;
  stock?: number;
  isVisible?: boolean;
}

export function requireProduct(state: StoreState, id: number): Product {
  const product = findProduct(state, id);
  if (!product) throw new Error(`the store has no product ${id}`);
  return product;
}

export function saveProduct(state: StoreState, product: Product): void {
  const now = state.clock.now();
  product.modifiedAt = now;
  state.products.set(product.id, product, now);
}

export function patchProduct(state: StoreState, id: number, patch: ProductPatch): void {
  const product = structuredClone(requireProduct(state, id));
  if (patch.name !== undefined) product.name = patch.name;
  if (patch.price !== undefined) product.price = parseMoney(patch.price);
  if (patch.isVisible !== undefined) product.isVisible = patch.isVisible;
  if (patch.stock !== undefined) setStock(product, patch.stock);
  saveProduct(state, product);
  state.emit({ scope: 'store/product/updated', data: { type: 'product', id } });
  if (patch.stock === undefined) return;
  const inventory = { product_id: id, method: 'absolute', value: patch.stock };
  const [variant] = product.variants;
  state.emit(
    product.tracking === 'variant' && variant
      ? {
          scope: 'store/sku/inventory/updated',
          data: { type: 'sku', id: variant.id, inventory: { ...inventory, variant_id: variant.id } },
        }
      : { scope: 'store/product/inventory/updated', data: { type: 'product', id, inventory } },
  );
}

/** Of a product that is tracked by variant, the first variant takes it all. */
function setStock(product: Product, stock: number): void {
  if (product.tracking === 'variant') {
    product.variants.forEach((variant, place) => {
      variant.stock = place === 0 ? stock : 0;
    });
    return;
  }
  product.tracking = 'product';
  product.stock = stock;
}

export function addProduct(
  state: StoreState,
  input: { name: string; sku: string; price: string | number },
): Product {
  const id = state.next.product++;
  const now = state.clock.now();
  const product: Product = {
    id,
    name: input.name,
    sku: input.sku,
    type: 'physical',
    description: '',
    price: parseMoney(input.price),
    brandId: 0,
    categories: [],
    tracking: 'none',
    stock: 0,
    isVisible: true,
    availability: 'available',
    createdAt: now,
    modifiedAt: now,
    variants: [{ id: id * 10, sku: input.sku, label: '', price: null, stock: 0 }],
    imageCount: 0,
  };
  saveProduct(state, product);
  state.emit({ scope: 'store/product/created', data: { type: 'product', id } });
  return product;
}

export function removeProduct(state: StoreState, id: number): void {
  requireProduct(state, id);
  state.products.set(id, null, state.clock.now());
  state.emit({ scope: 'store/product/deleted', data: { type: 'product', id } });
}

export interface VariantPatch {
  sku?: string;
  /** Null: the product's. */
  price?: string | number | null;
  stock?: number;
}

/** A further choice of the product's first option. */
export function addVariant(
  state: StoreState,
  productId: number,
  input: { sku: string; label: string; price: string | number | null },
): Variant {
  const product = structuredClone(requireProduct(state, productId));
  const variant: Variant = {
    // Those of a product follow each other, as in the generated catalogue.
    id: Math.max(productId * 10 - 1, ...product.variants.map(({ id }) => id)) + 1,
    sku: input.sku,
    label: input.label,
    price: input.price === null ? null : parseMoney(input.price),
    stock: 0,
  };
  product.variants.push(variant);
  saveProduct(state, product);
  emitSku(state, 'created', productId, variant.id);
  return variant;
}

export function patchVariant(
  state: StoreState,
  productId: number,
  variantId: number,
  patch: VariantPatch,
): void {
  const product = structuredClone(requireProduct(state, productId));
  const variant = product.variants.find(({ id }) => id === variantId);
  if (!variant) throw new Error(`product ${productId} has no variant ${variantId}`);
  if (patch.sku !== undefined) variant.sku = patch.sku;
  if (patch.price !== undefined) variant.price = patch.price === null ? null : parseMoney(patch.price);
  if (patch.stock !== undefined) {
    variant.stock = patch.stock;
    product.tracking = 'variant';
  }
  saveProduct(state, product);
  emitSku(state, 'updated', productId, variantId);
  if (patch.stock === undefined) return;
  const inventory = { product_id: productId, method: 'absolute', value: patch.stock, variant_id: variantId };
  state.emit({ scope: 'store/sku/inventory/updated', data: { type: 'sku', id: variantId, inventory } });
}

export function removeVariant(state: StoreState, productId: number, variantId: number): void {
  const product = structuredClone(requireProduct(state, productId));
  product.variants = product.variants.filter(({ id }) => id !== variantId);
  saveProduct(state, product);
  emitSku(state, 'deleted', productId, variantId);
}

/** https://developer.bigcommerce.com/docs/integrations/webhooks/events#sku */
function emitSku(
  state: StoreState,
  what: 'created' | 'updated' | 'deleted',
  productId: number,
  variantId: number,
): void {
  const sku = { product_id: productId, variant_id: variantId };
  state.emit({ scope: `store/sku/${what}`, data: { type: 'sku', id: variantId, sku } });
}
