import type { Product } from './model.ts';
import { drawsFor } from './random.ts';
import { brandNames, categoryNames, productAdjectives, productNouns } from './words.ts';

export const firstProductId = 77;
/** The root category; the others are its children. */
export const firstCategoryId = 18;
export const firstBrandId = 35;

/** Orders name this many products that the catalogue no longer has. */
const deletedCount = 4;

/** The catalogue, and the products that were deleted from it; both small enough to keep. */
export function buildProducts(input: { seed: number; count: number; createdAt: number; coin: number }): {
  living: Product[];
  deleted: Product[];
} {
  const all = Array.from({ length: input.count + deletedCount }, (_, index) => buildProduct(input, index));
  return { living: all.slice(deletedCount), deleted: all.slice(0, deletedCount) };
}

function buildProduct(input: { seed: number; createdAt: number; coin: number }, index: number): Product {
  const draws = drawsFor(input.seed, 'product', index);
  const id = firstProductId + index;
  const isDigital = index % 13 === 6;
  const hasVariants = !isDigital && index % 5 === 2;
  const tracking = isDigital ? 'none' : hasVariants ? 'variant' : draws.chance(0.8) ? 'product' : 'none';
  const price = Math.round((3 + draws.next() * 120) * 100) * 100;
  const labels = hasVariants ? ['Small', 'Medium', 'Large'] : [''];
  const sku = `GM-${String(id).padStart(4, '0')}`;
  const createdAt = input.createdAt + index * 3_600_000;
  return {
    id,
    name: isDigital
      ? `Growing guide no. ${index} (PDF)`
      : `${draws.pick(productAdjectives)} ${draws.pick(productNouns)} ${index + 1}${index % 17 === 3 ? ' 🍃 限定' : ''}`,
    sku,
    type: isDigital ? 'digital' : 'physical',
    description: '<p>Made with care.</p>',
    price: price - (price % input.coin),
    brandId: index % 9 === 4 ? 0 : firstBrandId + draws.int(brandNames.length),
    categories: [firstCategoryId + 1 + draws.int(categoryNames.length - 1)].concat(
      draws.chance(0.2) ? [firstCategoryId] : [],
    ),
    tracking,
    stock: tracking === 'none' ? 0 : draws.int(200),
    isVisible: index % 19 !== 11,
    availability: index % 23 === 12 ? 'disabled' : 'available',
    createdAt,
    modifiedAt: createdAt + draws.int(300) * 86_400_000,
    variants: labels.map((label, place) => ({
      id: id * 10 + place,
      sku: label === '' ? sku : `${sku}-${label.charAt(0)}`,
      label,
      price: place === 2 ? price + 20_000 : null,
      stock: 10 + draws.int(60),
    })),
    imageCount: index % 11 === 7 ? 0 : 1 + (index % 3),
  };
}
