import { firstBrandId, firstCategoryId } from '../../data/base-product.ts';
import { brandNames, categoryNames } from '../../data/words.ts';
import { ApiRefusal, data } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { v3PageOf } from '../paging.ts';

/*
 * https://developer.bigcommerce.com/docs/rest-catalog/brands
 * https://developer.bigcommerce.com/docs/rest-catalog/category-trees
 */

const idFilters = ['id', 'id:in', 'id:not_in', 'id:min', 'id:max', 'id:greater', 'id:less'];
const categoryFilters = [
  'category_id:in',
  'category_id:not_in',
  'category_uuid:in',
  'category_uuid:not_in',
  'tree_id:in',
  'tree_id:not_in',
  'parent_id:in',
  'parent_id:not_in',
  'name',
  'name:like',
  'page_title',
  'page_title:like',
  'keyword',
  'is_visible',
];
const deprecatedFilters = [
  'name',
  'name:like',
  'parent_id',
  'parent_id:in',
  'parent_id:min',
  'parent_id:max',
  'parent_id:greater',
  'parent_id:less',
  'page_title',
  'page_title:like',
  'keyword',
  'is_visible',
  'sort',
];
const shape = ['page', 'limit', 'include_fields', 'exclude_fields'];

export const brandAndCategoryEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v3/catalog/brands',
    scopes: scopes.products,
    query: [...shape, ...idFilters, 'name', 'name:like', 'page_title', 'sort', 'direction'],
    handle: (call) => v3PageOf(call, brands().filter(brandTest(call)), (brand) => brand),
  },
  {
    method: 'GET',
    path: '/v3/catalog/brands/:brand_id',
    scopes: scopes.products,
    query: ['include_fields', 'exclude_fields'],
    handle(call) {
      const brand = brands().find(({ id }) => id === Number(call.params['brand_id']));
      if (!brand) throw new ApiRefusal(404, 'The brand was not found.');
      return data(brand);
    },
  },
  {
    method: 'GET',
    path: '/v3/catalog/trees',
    scopes: scopes.products,
    query: ['id:in', 'channel_id:in'],
    handle: (call) =>
      v3PageOf(call, [{ id: 1, name: 'Default catalog tree', channels: [1] }], (tree) => tree),
  },
  {
    method: 'GET',
    path: '/v3/catalog/trees/:tree_id/categories',
    scopes: scopes.products,
    query: ['depth'],
    handle(call) {
      if (call.params['tree_id'] !== '1') throw new ApiRefusal(404, 'The category tree was not found.');
      const [root, ...children] = categories();
      const node = (category: ReturnType<typeof categories>[number], depth: number) => ({
        id: category.category_id,
        parent_id: category.parent_id,
        depth,
        path: [category.category_id],
        name: category.name,
        is_visible: category.is_visible,
        url: category.url.path,
      });
      const tree = root
        ? [{ ...node(root, 0), children: children.map((child) => ({ ...node(child, 1), children: [] })) }]
        : [];
      return data(tree);
    },
  },
  {
    method: 'GET',
    path: '/v3/catalog/trees/categories',
    scopes: scopes.products,
    query: [...shape, ...categoryFilters],
    handle: (call) => v3PageOf(call, categories().filter(categoryTest(call)), (category) => category),
  },
  {
    method: 'GET',
    path: '/v3/catalog/categories',
    scopes: scopes.products,
    query: [...shape, ...idFilters, ...deprecatedFilters],
    handle(call) {
      call.careless('deprecated');
      return v3PageOf(
        call,
        categories(),
        ({ category_id, category_uuid: _uuid, tree_id: _tree, url, ...rest }) => ({
          id: category_id,
          ...rest,
          custom_url: { url: url.path, is_customized: url.is_customized },
        }),
      );
    },
  },
];

export function brands() {
  return brandNames.map((name, place) => ({
    id: firstBrandId + place,
    name,
    page_title: '',
    meta_keywords: [''],
    meta_description: '',
    image_url: '',
    search_keywords: '',
    custom_url: { url: `/brands/${place}.html`, is_customized: false },
  }));
}

function brandTest(call: ApiCall): (brand: { id: number; name: string }) => boolean {
  const { query } = call;
  const ids = query.ints('id:in') ?? query.ints('id');
  const without = query.ints('id:not_in');
  const [min, max] = [query.int('id:min') ?? -Infinity, query.int('id:max') ?? Infinity];
  const [greater, less] = [query.int('id:greater') ?? -Infinity, query.int('id:less') ?? Infinity];
  const [name, part] = [query.text('name'), query.text('name:like')?.toLowerCase()];
  return (brand) =>
    (!ids || ids.includes(brand.id)) &&
    !without?.includes(brand.id) &&
    brand.id >= min &&
    brand.id <= max &&
    brand.id > greater &&
    brand.id < less &&
    (name === undefined || brand.name === name) &&
    (part === undefined || brand.name.toLowerCase().includes(part));
}

export function categories() {
  return categoryNames.map((name, place) => ({
    category_id: firstCategoryId + place,
    category_uuid: `00000000-0000-4000-a000-${String(place).padStart(12, '0')}`,
    parent_id: place === 0 ? 0 : firstCategoryId,
    tree_id: 1,
    name,
    description: '',
    views: 0,
    sort_order: place,
    page_title: '',
    meta_keywords: [''],
    meta_description: '',
    layout_file: 'category.html',
    image_url: '',
    is_visible: true,
    search_keywords: '',
    default_product_sort: 'use_store_settings',
    url: { path: `/${name.toLowerCase().replace(/ /g, '-')}/`, is_customized: false },
  }));
}

function categoryTest(call: ApiCall): (category: ReturnType<typeof categories>[number]) => boolean {
  const { query } = call;
  const lists = [
    ['category_id', query.ints('category_id:in'), query.ints('category_id:not_in')],
    ['parent_id', query.ints('parent_id:in'), query.ints('parent_id:not_in')],
    ['tree_id', query.ints('tree_id:in'), query.ints('tree_id:not_in')],
  ] as const;
  const [name, part] = [query.text('name'), query.text('name:like')?.toLowerCase()];
  return (category) =>
    lists.every(
      ([field, among, without]) =>
        (!among || among.includes(category[field])) && !without?.includes(category[field]),
    ) &&
    (name === undefined || category.name === name) &&
    (part === undefined || category.name.toLowerCase().includes(part));
}
