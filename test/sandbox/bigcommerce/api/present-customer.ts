import type { Customer, CustomerAddress } from '../data/model.ts';
import { moneyToNumber } from '../data/money.ts';
import { isoZ } from './dates.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers */

/** No more than this many addresses and attributes come with a customer. */
const mostIncluded = 10;

export function presentCustomer(customer: Customer, include: ReadonlySet<string>): Record<string, unknown> {
  const { id } = customer;
  return {
    id,
    authentication: { force_password_reset: customer.forcePasswordReset },
    company: customer.company,
    customer_group_id: customer.groupId,
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    notes: customer.notes,
    phone: customer.phone,
    registration_ip_address: customer.registrationIp,
    tax_exempt_category: customer.taxExemptCategory,
    date_created: isoZ(customer.createdAt),
    date_modified: isoZ(customer.modifiedAt),
    accepts_product_review_abandoned_cart_emails: customer.acceptsReviewEmails,
    origin_channel_id: customer.originChannelId,
    channel_ids: customer.channelIds,
    address_count: customer.addresses.length,
    attribute_count: customer.attributes.length,
    ...(include.has('addresses')
      ? {
          addresses: customer.addresses
            .slice(0, mostIncluded)
            .map((address) => presentCustomerAddress(address, include.has('formfields'))),
        }
      : {}),
    ...(include.has('attributes')
      ? {
          attributes: customer.attributes
            .slice(0, mostIncluded)
            .map((value) => presentAttributeValue(customer, value)),
        }
      : {}),
    ...(include.has('formfields')
      ? { form_fields: customer.formFields.map(({ name, value }) => ({ name, value, customer_id: id })) }
      : {}),
    ...(include.has('storecredit')
      ? { store_credit_amounts: [{ amount: moneyToNumber(customer.storeCredit) }] }
      : {}),
    ...(include.has('shopper_profile_id') ? { shopper_profile_id: null } : {}),
    ...(include.has('segment_ids') ? { segment_ids: [] } : {}),
  };
}

export function presentCustomerAddress(
  address: CustomerAddress,
  withFormFields: boolean,
): Record<string, unknown> {
  return {
    id: address.id,
    customer_id: address.customerId,
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    address1: address.street1,
    address2: address.street2,
    city: address.city,
    state_or_province: address.state,
    postal_code: address.zip,
    country: address.country,
    country_code: address.countryIso2,
    phone: address.phone,
    address_type: address.type,
    ...(withFormFields ? { form_fields: [] } : {}),
  };
}

/** What is written as `value` is read as `attribute_value`; names are never there. */
export function presentAttributeValue(
  customer: Customer,
  value: Customer['attributes'][number],
): Record<string, unknown> {
  return {
    id: value.id,
    attribute_id: value.attributeId,
    attribute_value: value.value,
    customer_id: customer.id,
    date_created: isoZ(value.createdAt),
    date_modified: isoZ(value.modifiedAt),
  };
}
