import type { BigcommerceClient } from '../bigcommerce/types.ts';
import { UpstreamError } from '../upstream/errors.ts';

/** Category names of products and names of brands, which order lines and products lack. */
export interface CatalogueNames {
  /** Learns what is not known yet: one call for up to 250 products, and one for all categories. */
  prepare(
    bigcommerce: Pick<BigcommerceClient, 'listProducts' | 'listCategories'>,
    productIds: Iterable<number>,
    now: Date,
  ): Promise<void>;
  prepareCategories(bigcommerce: Pick<BigcommerceClient, 'listCategories'>, now: Date): Promise<void>;
  prepareBrands(bigcommerce: Pick<BigcommerceClient, 'listBrands'>, now: Date): Promise<void>;
  learn(products: Iterable<{ id: number; categoryIds: number[] }>): void;
  categoryNames(productId: number): string;
  brandName(brandId: number): string;
}

const keptProducts = 50_000;
const idsPerCall = 250;
/** A renamed category reaches later sales within this time. */
const freshMs = 6 * 3600_000;

export function createCatalogueNames(): CatalogueNames {
  /** Joined names; products without categories, or unknown to BigCommerce, have an empty text. */
  const names = new Map<number, string>();
  let categories: Map<number, string> | null = null;
  let categoriesAt = 0;
  let brands = new Map<number, string>();
  let brandsAt = 0;

  function keep(id: number, name: string): void {
    const [oldest] = names.keys();
    if (names.size >= keptProducts && oldest !== undefined && !names.has(id)) names.delete(oldest);
    names.set(id, name);
  }

  function learn(products: Iterable<{ id: number; categoryIds: number[] }>): void {
    for (const { id, categoryIds } of products) {
      const known = categoryIds.map((categoryId) => categories?.get(categoryId) ?? '').filter(Boolean);
      keep(id, known.join(', '));
    }
  }

  async function prepareCategories(
    bigcommerce: Pick<BigcommerceClient, 'listCategories'>,
    now: Date,
  ): Promise<void> {
    if (categories !== null) return;
    categories = await emptyWhenNotFound(bigcommerce.listCategories());
    categoriesAt = now.getTime();
  }

  return {
    prepareCategories,

    async prepare(bigcommerce, productIds, now) {
      if (categories !== null && now.getTime() - categoriesAt > freshMs) {
        names.clear();
        categories = null;
      }
      // Custom items have no product.
      const unknown = [...new Set(productIds)].filter((id) => id > 0 && !names.has(id));
      if (unknown.length === 0) return;
      await prepareCategories(bigcommerce, now);
      for (let start = 0; start < unknown.length; start += idsPerCall) {
        const ids = unknown.slice(start, start + idsPerCall);
        const { products } = await bigcommerce.listProducts({ ids, limit: idsPerCall, page: 1 });
        for (const id of ids) keep(id, '');
        learn(products);
      }
    },

    async prepareBrands(bigcommerce, now) {
      if (brands.size > 0 && now.getTime() - brandsAt <= freshMs) return;
      brands = await bigcommerce.listBrands();
      brandsAt = now.getTime();
    },

    learn,
    categoryNames: (productId) => names.get(productId) ?? '',
    brandName: (brandId) => brands.get(brandId) ?? '',
  };
}

/** Stores without category trees answer 404. */
async function emptyWhenNotFound(answer: Promise<Map<number, string>>): Promise<Map<number, string>> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'not-found') return new Map();
    throw error;
  }
}
