import { ok } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';

/* https://developer.bigcommerce.com/docs/rest-management/store-information */

export const storeEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/store',
    scopes: scopes.information,
    query: [],
    handle: (call) => ok(presentStore(call)),
  },
  {
    method: 'GET',
    path: '/v2/time',
    scopes: scopes.information,
    query: [],
    handle: (call) => ok({ time: Math.floor(call.now / 1000) }),
  },
];

function presentStore(call: ApiCall): Record<string, unknown> {
  const { profile, hash } = call.store;
  return {
    id: hash,
    account_uuid: '8d4d492f-17a1-4d95-b396-e1c5720815a5',
    domain: profile.domain,
    secure_url: `https://${profile.domain}`,
    control_panel_base_url: `https://store-${hash}.mybigcommerce.com`,
    status: 'live',
    name: profile.name,
    first_name: 'Jane',
    last_name: 'Doe',
    address: '1 Front Street',
    country: profile.country,
    country_code: profile.countryCode,
    phone: '512-555-0100',
    admin_email: `owner@${profile.domain}`,
    order_email: `orders@${profile.domain}`,
    favicon_url: '',
    timezone: {
      name: profile.timezone.name,
      raw_offset: profile.timezone.rawOffset,
      dst_offset: profile.timezone.dstOffset,
      dst_correction: profile.timezone.dstOffset !== profile.timezone.rawOffset,
      date_format: { display: 'M jS Y', export: 'M jS Y', extended_display: 'M jS Y @ g:i A' },
    },
    language: 'en',
    currency: profile.currency,
    currency_symbol: profile.currencySymbol,
    decimal_separator: '.',
    thousands_separator: ',',
    decimal_places: profile.decimalPlaces,
    currency_symbol_location: 'left',
    weight_units: 'Ounces',
    dimension_units: 'Inches',
    dimension_decimal_places: 2,
    dimension_decimal_token: '.',
    dimension_thousands_token: ',',
    plan_name: profile.planName,
    plan_level: profile.planName,
    plan_is_trial: false,
    industry: 'Retail',
    logo: [],
    is_price_entered_with_tax: profile.taxInclusive,
    store_id: profile.storeId,
    default_channel_id: 1,
    default_site_id: 1000,
    active_comparison_modules: [],
    features: {
      stencil_enabled: true,
      sitewidehttps_enabled: true,
      facebook_catalog_id: '',
      checkout_type: 'optimized',
      wishlists_enabled: true,
      graphql_storefront_api_enabled: true,
      shopper_consent_tracking_enabled: false,
      multi_storefront_enabled: true,
      storefront_limits: { active: 3, total_including_inactive: 4 },
    },
  };
}
