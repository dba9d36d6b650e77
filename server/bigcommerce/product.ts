import { z } from 'zod';
import type { BcProduct } from './types.ts';
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
export const productSchema = z
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
  }));

export const brandSchema = z.object({ id: idValue, name: textValue });

/** https://developer.bigcommerce.com/docs/rest-catalog/category-trees/categories */
export const categorySchema = z.object({ category_id: idValue, name: textValue });
