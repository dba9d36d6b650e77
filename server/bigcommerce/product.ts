import { z } from 'zod';
import type { ReadMember } from './pages.ts';
import type { BcProduct } from './types.ts';
import { orUnreadable } from './unreadable.ts';
import {
  countValue,
  flagValue,
  idValue,
  instantValue,
  listOf,
  moneyValue,
  optionalIdValue,
  textValue,
} from './values.ts';

/** https://developer.bigcommerce.com/docs/rest-catalog/products */
const productSchema = z
  .object({
    id: idValue,
    name: textValue,
    sku: textValue,
    brand_id: optionalIdValue,
    categories: listOf(idValue),
    price: moneyValue,
    is_visible: flagValue,
    inventory_tracking: z.enum(['none', 'product', 'variant']).catch('none'),
    inventory_level: countValue.nullish(),
    primary_image: z.object({ url_standard: textValue }).nullish(),
    custom_url: z.object({ url: textValue }).nullish(),
    date_modified: instantValue,
  })
  .transform((product): BcProduct => ({
    id: product.id,
    name: product.name,
    sku: product.sku,
    // 0 is BigCommerce's "no brand".
    brandId: product.brand_id === 0 ? null : product.brand_id,
    categoryIds: product.categories,
    price: product.price,
    isVisible: product.is_visible,
    inventoryTracking: product.inventory_tracking,
    inventoryLevel: product.inventory_level ?? 0,
    imageUrl: product.primary_image?.url_standard ?? '',
    urlPath: product.custom_url?.url ?? '',
    modifiedAt: product.date_modified,
    unreadable: null,
  }));

/** One product of V3; one that is not what the documentation says becomes an `unreadable` one. */
export const parseProduct = orUnreadable(productSchema, (remains): BcProduct => ({
  id: remains.id,
  name: '',
  sku: '',
  brandId: null,
  categoryIds: [],
  price: '0',
  // Whether it is shown is not known either, and no reason to withdraw it.
  isVisible: true,
  inventoryTracking: 'none',
  inventoryLevel: 0,
  imageUrl: '',
  urlPath: '',
  modifiedAt: remains.instant('date_modified') ?? new Date(0),
  unreadable: remains.detail,
}));

const brandSchema = z.object({ id: idValue, name: textValue });
const categorySchema = z.object({ category_id: idValue, name: textValue });

/** Brands and categories only give names: one that cannot be read leaves its products without its name. */
export const parseBrand: ReadMember<z.output<typeof brandSchema>> = (raw) =>
  brandSchema.safeParse(raw).data ?? null;

/** https://developer.bigcommerce.com/docs/rest-catalog/category-trees/categories */
export const parseCategory: ReadMember<z.output<typeof categorySchema>> = (raw) =>
  categorySchema.safeParse(raw).data ?? null;
