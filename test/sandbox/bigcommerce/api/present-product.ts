import type { Product, Variant } from '../data/model.ts';
import { moneyToNumber } from '../data/money.ts';
import { listRecords } from '../data/plain-records.ts';
import type { ApiCall } from './call.ts';
import { isoOffset } from './dates.ts';
import { productRecords, reviews, type RecordKind } from './routes/record-kinds.ts';

/* https://developer.bigcommerce.com/docs/rest-catalog/products */

/** What can be sold of a product, over its variants when each has its own. */
export function stockOf(product: Product): number {
  if (product.tracking === 'none') return 0;
  return product.tracking === 'product'
    ? product.stock
    : product.variants.reduce((sum, { stock }) => sum + stock, 0);
}

/** Only the fields that were asked for; the id is always there. */
export function shaped(call: ApiCall, product: Record<string, unknown>): Record<string, unknown> {
  const wanted = call.query.list('include_fields');
  const unwanted = call.query.list('exclude_fields') ?? [];
  return Object.fromEntries(
    Object.entries(product).filter(
      ([name]) => name === 'id' || (!unwanted.includes(name) && (!wanted || wanted.includes(name))),
    ),
  );
}

export function presentProduct(
  call: ApiCall,
  product: Product,
  include: ReadonlySet<string>,
): Record<string, unknown> {
  const price = moneyToNumber(product.price);
  const [primary] = imagesOf(call, product);
  const recordsOf = (kind: RecordKind) => listRecords(call.state, kind.name, product.id);
  const ratings = recordsOf(reviews).map(({ fields }) => Number(fields['rating']));
  const optional: Record<string, () => unknown> = {
    variants: () => product.variants.map((variant) => presentVariant(call, product, variant)),
    images: () => imagesOf(call, product),
    primary_image: () => primary ?? null,
    options: () => presentOptions(product),
    channels: () => [1],
    modifiers: () => [],
    parent_relations: () => [],
  };
  return {
    id: product.id,
    name: product.name,
    type: product.type,
    sku: product.sku,
    description: product.description,
    weight: 1,
    width: 0,
    depth: 0,
    height: 0,
    price,
    cost_price: 0,
    retail_price: 0,
    sale_price: 0,
    map_price: 0,
    tax_class_id: 0,
    product_tax_code: '',
    calculated_price: price,
    categories: product.categories,
    brand_id: product.brandId,
    option_set_id: null,
    option_set_display: 'right',
    inventory_level: stockOf(product),
    inventory_warning_level: 0,
    inventory_tracking: product.tracking,
    reviews_rating_sum: ratings.reduce((sum, rating) => sum + rating, 0),
    reviews_count: ratings.length,
    total_sold: 0,
    fixed_cost_shipping_price: 0,
    is_free_shipping: false,
    is_visible: product.isVisible,
    is_featured: false,
    related_products: [-1],
    warranty: '',
    bin_picking_number: '',
    layout_file: 'product.html',
    upc: '',
    mpn: '',
    gtin: '',
    date_last_imported: '',
    search_keywords: '',
    availability: product.availability,
    availability_description: '',
    gift_wrapping_options_type: 'any',
    gift_wrapping_options_list: [],
    sort_order: 0,
    condition: 'New',
    is_condition_shown: false,
    order_quantity_minimum: 0,
    order_quantity_maximum: 0,
    page_title: '',
    meta_keywords: [],
    meta_description: '',
    date_created: isoOffset(product.createdAt),
    date_modified: isoOffset(product.modifiedAt),
    view_count: 0,
    preorder_release_date: null,
    preorder_message: '',
    is_preorder_only: false,
    is_price_hidden: false,
    price_hidden_label: '',
    custom_url: { url: `/${product.sku.toLowerCase()}/`, is_customized: false },
    base_variant_id: product.variants.length === 1 ? (product.variants[0]?.id ?? null) : null,
    open_graph_type: 'product',
    open_graph_title: '',
    open_graph_description: '',
    open_graph_use_meta_description: true,
    open_graph_use_product_name: true,
    open_graph_use_image: true,
    ...Object.fromEntries(
      [...include].map((name) => {
        const kind = productRecords.get(name);
        return [name, kind ? recordsOf(kind).map(kind.present) : optional[name]?.()];
      }),
    ),
  };
}

export function presentVariant(call: ApiCall, product: Product, variant: Variant): Record<string, unknown> {
  const [image] = imagesOf(call, product);
  return {
    id: variant.id,
    product_id: product.id,
    sku: variant.sku,
    sku_id: variant.label === '' ? null : variant.id,
    price: variant.price === null ? null : moneyToNumber(variant.price),
    calculated_price: moneyToNumber(variant.price ?? product.price),
    sale_price: null,
    retail_price: null,
    map_price: null,
    cost_price: 0,
    weight: null,
    calculated_weight: 1,
    width: null,
    height: null,
    depth: null,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: image ? image.url_standard : '',
    upc: '',
    mpn: '',
    gtin: '',
    inventory_level:
      product.tracking === 'variant' ? variant.stock : product.tracking === 'product' ? product.stock : 0,
    inventory_warning_level: 0,
    bin_picking_number: '',
    option_values:
      variant.label === ''
        ? []
        : [{ id: variant.id, label: variant.label, option_id: product.id, option_display_name: 'Size' }],
  };
}

function presentOptions(product: Product): unknown[] {
  if (product.variants.length === 1) return [];
  const values = product.variants.map(({ id, label }, place) => ({
    id,
    label,
    sort_order: place,
    value_data: null,
    is_default: place === 0,
  }));
  return [
    {
      id: product.id,
      product_id: product.id,
      display_name: 'Size',
      type: 'rectangles',
      sort_order: 0,
      option_values: values,
      config: {},
    },
  ];
}

export function imagesOf(call: ApiCall, product: Product) {
  const base = `https://cdn11.bigcommerce.com/s-${call.store.hash}/products/${product.id}/images`;
  return Array.from({ length: product.imageCount }, (_, place) => {
    const id = product.id * 10 + place;
    const url = (size: string) => `${base}/${id}/picture.${size}.jpg?c=1`;
    return {
      id,
      product_id: product.id,
      is_thumbnail: place === 0,
      sort_order: place,
      description: '',
      image_file: `p/${id}/picture.jpg`,
      url_zoom: url('1280.1280'),
      url_standard: url('386.513'),
      url_thumbnail: url('220.290'),
      url_tiny: url('44.58'),
      date_modified: isoOffset(product.createdAt),
    };
  });
}
