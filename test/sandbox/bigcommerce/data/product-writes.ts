import type { Product } from './model.ts';
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
