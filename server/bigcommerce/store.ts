import { z } from 'zod';
import type { BcChannel, BcHook, BcLocation, BcOrderStatus, BcStoreInformation } from './types.ts';
import { flagValue, idValue, textValue } from './values.ts';

/** https://developer.bigcommerce.com/docs/rest-management/store-information */
export const storeSchema = z
  .object({
    name: textValue,
    domain: textValue,
    control_panel_base_url: textValue,
    country_code: textValue,
    currency: z.string().min(1),
    timezone: z.object({ name: textValue }).nullish(),
    is_price_entered_with_tax: flagValue,
  })
  .transform((store): BcStoreInformation => ({
    name: store.name,
    domain: store.domain,
    controlPanelUrl: store.control_panel_base_url,
    countryCode: store.country_code,
    currency: store.currency,
    timezone: store.timezone?.name || 'UTC',
    taxInclusive: store.is_price_entered_with_tax,
  }));

/** https://developer.bigcommerce.com/docs/rest-management/channels */
export const channelSchema: z.ZodType<BcChannel> = z.object({
  id: idValue,
  name: textValue,
  type: textValue,
  status: textValue,
});

/** https://developer.bigcommerce.com/docs/rest-management/inventory/locations */
export const locationSchema = z
  .object({ id: idValue, label: textValue, enabled: z.boolean().nullish() })
  .transform(({ id, label, enabled }): BcLocation => ({ id, label, enabled: enabled ?? true }));

/** https://developer.bigcommerce.com/docs/rest-management/orders/order-status */
export const orderStatusSchema = z
  .object({ id: idValue, name: textValue, custom_label: textValue })
  .transform(({ id, name, custom_label: label }): BcOrderStatus => ({ id, name, label: label || name }));

/** https://developer.bigcommerce.com/docs/rest-management/webhooks */
export const hookSchema = z
  .object({
    id: idValue,
    scope: z.string(),
    destination: z.string(),
    is_active: flagValue,
    headers: z.record(z.string(), z.string()).nullish(),
  })
  .transform((hook): BcHook => ({
    id: hook.id,
    scope: hook.scope,
    destination: hook.destination,
    isActive: hook.is_active,
    headers: hook.headers ?? {},
  }));
