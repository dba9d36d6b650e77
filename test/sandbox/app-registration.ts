import type { NewApp } from './bigcommerce/login/apps.ts';

/**
 * The app's entry in the Developer Portal, as its makers fill it in. Callback paths and scopes are written down here
 * once more, so that a change on the app's side alone is noticed.
 * @param appUrl origin of the app, without a slash at the end
 */
export function describeApp(appUrl: string): NewApp {
  return {
    name: 'AIQ Marketing + Loyalty',
    clientId: 'sandbox-client-id-0001',
    clientSecret: 'sandbox-client-secret-0001-do-not-use-elsewhere',
    authUrl: `${appUrl}/bigcommerce/auth`,
    loadUrl: `${appUrl}/bigcommerce/load`,
    uninstallUrl: `${appUrl}/bigcommerce/uninstall`,
    removeUserUrl: `${appUrl}/bigcommerce/remove-user`,
    multiUser: true,
    scopes: [
      'store_app_extensions_manage',
      'store_v2_customers',
      'store_v2_information_read_only',
      'store_v2_orders_read_only',
      'store_v2_products_read_only',
      'store_inventory_read_only',
      'store_locations_read_only',
      'store_channel_settings_read_only',
    ],
  };
}
