import type { Request } from 'express';
import { ApiRefusal } from './answer.ts';

/*
 * What BigCommerce documents and the sandbox does not have. A caller is told so, with a status of its own, rather than
 * that there is no such thing.
 */

/** Operations beside those that are served: the path, with `{}` for its parameters, and methods. */
const operations: readonly [path: string, methods: string][] = [
  ['/v3/catalog/brands', 'POST DELETE'],
  ['/v3/catalog/brands/{}', 'PUT DELETE'],
  ['/v3/catalog/brands/{}/image', 'POST DELETE'],
  ['/v3/catalog/categories', 'POST DELETE'],
  ['/v3/catalog/categories/{}', 'GET PUT DELETE'],
  ['/v3/catalog/categories/{}/image', 'POST DELETE'],
  ['/v3/catalog/categories/{}/products/sort-order', 'GET PUT'],
  ['/v3/catalog/trees/categories', 'POST PUT DELETE'],
  ['/v3/catalog/trees', 'PUT DELETE'],
  ['/v3/channels/{}/active-theme', 'GET'],
  ['/v3/channels/currency-assignments', 'GET POST PUT'],
  ['/v3/channels/{}/currency-assignments', 'GET POST PUT DELETE'],
  ['/v3/channels/{}/site/checkout-url', 'PUT DELETE'],
  ['/v3/channels/{}/site', 'POST PUT DELETE'],
  ['/v3/channels/{}/channel-menus', 'GET POST DELETE'],
  ['/v3/customers/validate-credentials', 'POST'],
  ['/v3/customers/settings', 'GET PUT'],
  ['/v3/customers/settings/channels/{}', 'GET PUT'],
  ['/v3/customers/{}/consent', 'GET PUT'],
  ['/v3/customers/{}/stored-instruments', 'GET'],
  ['/v3/inventory/locations/{}/items', 'PUT'],
  ['/v3/inventory/locations', 'POST PUT DELETE'],
  ['/v2/orders', 'DELETE'],
  ['/v2/orders/{}/shipments', 'DELETE'],
  ['/v2/orders/{}/shipments/{}', 'PUT DELETE'],
  ['/v2/orders/{}/shipping_addresses/{}', 'PUT'],
  ['/v3/orders/{}/payment_actions/capture', 'POST'],
  ['/v3/orders/{}/payment_actions/void', 'POST'],
  ['/v3/orders/settings', 'GET PUT'],
  ['/v3/orders/settings/channels/{}', 'GET PUT'],
  ['/v3/catalog/products/{}/variants/{}/image', 'POST'],
  ['/v3/catalog/products/{}/images', 'POST'],
  ['/v3/catalog/products/{}/images/{}', 'GET PUT DELETE'],
  ['/v3/catalog/products/{}/complex-rules', 'GET POST'],
  ['/v3/catalog/products/{}/complex-rules/{}', 'GET PUT DELETE'],
  ['/v3/catalog/products/channel-assignments', 'GET PUT DELETE'],
  ['/v3/catalog/products/category-assignments', 'GET PUT DELETE'],
  ['/v3/sites', 'POST'],
  ['/v3/sites/{}', 'PUT DELETE'],
  ['/v3/sites/{}/routes', 'GET POST PUT'],
  ['/v3/sites/{}/routes/{}', 'GET PUT DELETE'],
  ['/v3/sites/{}/certificate', 'GET PUT'],
  ['/v3/sites/certificates', 'GET'],
  ['/v3/store/systemlogs', 'GET'],
  ['/v3/hooks/events', 'GET'],
];

/** Whole parts of the API; everything below these paths. */
export const notServedParts: readonly string[] = [
  '/v2/banners',
  '/v2/blog',
  '/v2/countries',
  '/v2/coupons',
  '/v2/currencies',
  '/v2/customers',
  '/v2/geography',
  '/v2/gift_certificates',
  '/v2/pages',
  '/v2/payments',
  '/v2/products',
  '/v2/redirects',
  '/v2/shipping',
  '/v2/tax_classes',
  '/v3/abandoned-cart-emails',
  '/v3/abandoned-carts',
  '/v3/carts',
  '/v3/catalog/products/{}/modifiers',
  '/v3/catalog/products/{}/options',
  '/v3/checkouts',
  '/v3/content/pages',
  '/v3/content/placements',
  '/v3/content/regions',
  '/v3/content/widget-templates',
  '/v3/content/widgets',
  '/v3/payments',
  '/v3/pricelists',
  '/v3/pricing',
  '/v3/promotions',
  '/v3/segments',
  '/v3/settings',
  '/v3/shipping',
  '/v3/shopper-profiles',
  '/v3/storefront',
  '/v3/tax',
  '/v3/themes',
  '/v3/wishlists',
];

/** Such as `DELETE /v2/orders`. */
export const notServed: readonly string[] = operations.flatMap(([path, methods]) =>
  methods.split(' ').map((method) => `${method} ${path}`),
);

const exact = new Set(notServed);
const parts = notServedParts.map((part) => new RegExp(`^${part.replaceAll('{}', '[^/]+')}(/|$)`));

/** Whether BigCommerce would have it, though the sandbox has not. */
export function isNotServed(method: string, path: string): boolean {
  const plain = path.replace(/\/+$/, '').replace(/\.json$/, '');
  const nameless = plain.replace(/\/(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/gi, '/{}');
  return exact.has(`${method} ${nameless}`) || parts.some((part) => part.test(plain));
}

/** Where a caller finds what the sandbox serves, on the API's origin. */
export const operationsPath = '/sandbox/operations';

/** A refusal that nobody takes for BigCommerce's own. @param operation such as `GET /v3/carts` */
export function notServedRefusal(request: Request, operation: string): ApiRefusal {
  const list = `${request.protocol}://${request.get('host') ?? 'localhost'}${operationsPath}`;
  const title = `BigCommerce documents ${operation}, but this sandbox does not serve it. See ${list}`;
  return new ApiRefusal(501, title, {}, { 'x-sandbox-not-served': operation });
}
