import { z } from 'zod';
import type { BcCustomer } from './types.ts';
import { orUnreadable } from './unreadable.ts';
import { idValue, instantValue, listOf, optionalIdValue, textValue } from './values.ts';

/** Values of check boxes are lists; everything becomes text. */
const formFieldSchema = z
  .object({ name: textValue, value: z.unknown().optional() })
  .transform(({ name, value }) => ({ name, value: formValueToText(value) }));

/** https://developer.bigcommerce.com/docs/rest-management/customers */
const customerSchema = z
  .object({
    id: idValue,
    email: textValue,
    first_name: textValue,
    last_name: textValue,
    phone: textValue,
    date_created: instantValue,
    date_modified: instantValue,
    origin_channel_id: optionalIdValue,
    form_fields: listOf(formFieldSchema),
    addresses: listOf(z.object({ country_code: textValue })),
  })
  .transform((customer): BcCustomer => ({
    id: customer.id,
    email: customer.email,
    firstName: customer.first_name,
    lastName: customer.last_name,
    phone: customer.phone,
    createdAt: customer.date_created,
    modifiedAt: customer.date_modified,
    originChannelId: customer.origin_channel_id,
    formFields: customer.form_fields,
    countryIso2: customer.addresses[0]?.country_code ?? '',
    unreadable: null,
  }));

/** One customer of V3; one that is not what the documentation says becomes an `unreadable` one. */
export const parseCustomer = orUnreadable(customerSchema, (remains): BcCustomer => {
  const modifiedAt = remains.instant('date_modified');
  const createdAt = remains.instant('date_created');
  return {
    id: remains.id,
    email: '',
    firstName: '',
    lastName: '',
    phone: '',
    createdAt: createdAt ?? modifiedAt ?? new Date(0),
    modifiedAt: modifiedAt ?? createdAt ?? new Date(0),
    originChannelId: null,
    formFields: [],
    countryIso2: '',
    unreadable: remains.detail,
  };
});

function formValueToText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(formValueToText).join(', ');
  return '';
}
