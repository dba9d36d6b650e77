/**
 * The OAuth scopes that the app asks for, each with its reason in words for the merchant; the least that works.
 * Refunds are readable with an orders scope, so no transactions scope is asked for; webhooks need none.
 * https://developer.bigcommerce.com/docs/start/authentication/api-accounts#oauth-scopes
 */
export const oauthScopes = [
  {
    scope: 'store_v2_customers',
    reason: 'Reads customers to send them to AIQ. Creates a customer only if you switch on "Sync contacts".',
  },
  {
    scope: 'store_v2_information_read_only',
    reason: 'Reads the name, currency and time zone of the store.',
  },
  { scope: 'store_v2_orders_read_only', reason: 'Reads orders and refunds to send them as sales.' },
  { scope: 'store_v2_products_read_only', reason: 'Reads products, brands and categories.' },
  { scope: 'store_inventory_read_only', reason: 'Reads stock levels for AIQ’s dynamic content.' },
  {
    scope: 'store_locations_read_only',
    reason: 'Reads pickup locations, so that they can be mapped to AIQ stores.',
  },
  {
    scope: 'store_channel_settings_read_only',
    reason: 'Reads the names of channels, so that they can be mapped to AIQ stores.',
  },
] as const;

/** Scopes that the app makes use of when they are granted, and does without when they are not. */
export const optionalScopes = [
  {
    scope: 'store_app_extensions_manage',
    reason: 'Adds "Where is this order?" and "Why no points?" to the Action menu of orders and customers.',
  },
] as const;

/** Scopes without which the app cannot do its work; wider forms of a scope count as well. */
export function listMissingScopes(granted: readonly string[]): string[] {
  const has = new Set(granted);
  return oauthScopes
    .map(({ scope }) => scope)
    .filter((scope) => !has.has(scope) && !has.has(scope.replace(/_read_only$/, '')));
}
