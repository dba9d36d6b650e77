import { firstBrandId, firstCategoryId } from '../../data/base-product.ts';
import { brandNames, categoryNames } from '../../data/words.ts';
import { ApiRefusal, data } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { flagTest, numberTest, textTest } from '../list-tests.ts';
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
    choices: { sort: ['name'] },
    handle: (call) => v3PageOf(call, listBrands(call), (brand) => brand),
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
    handle(call) {
      const [hasId, hasChannel] = [numberTest(call.query, 'id'), numberTest(call.query, 'channel_id')];
      const trees = [{ id: 1, name: 'Default catalog tree', channels: [1] }];
      return v3PageOf(
        call,
        trees.filter(({ id, channels }) => hasId(id) && channels.some(hasChannel)),
        (tree) => tree,
      );
    },
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
    handle: (call) => v3PageOf(call, listCategories(call, 'category_id'), (category) => category),
  },
  {
    method: 'GET',
    path: '/v3/catalog/categories',
    scopes: scopes.products,
    query: [...shape, ...idFilters, ...deprecatedFilters],
    handle(call) {
      return v3PageOf(
        call,
        listDeprecated(call),
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

function listBrands(call: ApiCall): ReturnType<typeof brands> {
  const { query } = call;
  const [hasId, hasName] = [numberTest(query, 'id'), textTest(query, 'name')];
  const hasTitle = textTest(query, 'page_title');
  const found = brands().filter(
    ({ id, name, page_title: title }) => hasId(id) && hasName(name) && hasTitle(title),
  );
  if (query.text('sort') === 'name') found.sort((a, b) => a.name.localeCompare(b.name));
  return query.text('direction') === 'desc' ? found.reverse() : found;
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

type Category = ReturnType<typeof categories>[number];

/** @param idName of the category's number, which the deprecated list calls otherwise */
function listCategories(call: ApiCall, idName: 'id' | 'category_id'): Category[] {
  const { query } = call;
  const hasId = numberTest(query, idName);
  const [hasParent, hasTree] = [numberTest(query, 'parent_id'), numberTest(query, 'tree_id')];
  const [hasUuid, hasName] = [textTest(query, 'category_uuid'), textTest(query, 'name')];
  const [hasTitle, isShown] = [textTest(query, 'page_title'), flagTest(query, 'is_visible')];
  const keyword = query.text('keyword')?.toLowerCase() ?? '';
  return categories().filter(
    (one) =>
      hasId(one.category_id) &&
      hasParent(one.parent_id) &&
      hasTree(one.tree_id) &&
      hasUuid(one.category_uuid) &&
      hasName(one.name) &&
      hasTitle(one.page_title) &&
      isShown(one.is_visible) &&
      `${one.name} ${one.description}`.toLowerCase().includes(keyword),
  );
}

function listDeprecated(call: ApiCall): Category[] {
  call.careless('deprecated');
  const found = listCategories(call, 'id');
  const field = call.query.sort(['name', 'id', 'parent_id', 'sort_order'])?.field;
  const keyOf = (one: Category) => (field === 'id' || field === undefined ? one.category_id : one[field]);
  return found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
