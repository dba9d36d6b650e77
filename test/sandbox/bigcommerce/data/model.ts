/*
 * What a store holds. Money is whole ten-thousandths (money.ts), times are milliseconds since 1970; everything is plain
 * JSON, so that changes can be saved and restored.
 */

export interface Address {
  firstName: string;
  lastName: string;
  company: string;
  street1: string;
  street2: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  countryIso2: string;
  phone: string;
  email: string;
}

export interface Discount {
  id: string;
  amount: number;
  name: string;
  /** A coupon's code; null for discounts of the store. */
  code: string | null;
  target: 'order' | 'product';
}

export interface OrderLine {
  id: number;
  productId: number;
  variantId: number | null;
  name: string;
  sku: string;
  brand: string;
  type: 'physical' | 'digital' | 'giftcertificate';
  quantity: number;
  /** Price of a piece as it was entered: with or without tax, as the store has it. */
  unitPrice: number;
  /** Hundredths of a percent. */
  taxRate: number;
  discounts: Discount[];
  /** What the shopper chose or typed, such as a colour or an engraving. */
  options?: readonly { name: string; value: string }[];
  /** Shipping address or pickup that takes the line; 0 for none. */
  addressId: number;
  pickupId: number;
  quantityShipped: number;
}

export interface ShippingAddress extends Address {
  id: number;
  method: string;
  /** As entered, with or without tax. */
  cost: number;
  handling: number;
  taxRate: number;
}

export interface Pickup {
  id: number;
  locationId: number;
}

export interface Fee {
  id: number;
  name: string;
  cost: number;
  taxRate: number;
}

export interface RefundItem {
  type: 'PRODUCT' | 'SHIPPING' | 'HANDLING' | 'ORDER' | 'FEE';
  itemId: number;
  /** Pieces; 0 for all but PRODUCT. */
  quantity: number;
  /** Tax included. */
  amount: number;
  tax: number;
}

export interface Refund {
  id: number;
  orderId: number;
  createdAt: number;
  reason: string;
  items: RefundItem[];
}

export interface Shipment {
  id: number;
  addressId: number;
  createdAt: number;
  trackingNumber: string;
  provider: string;
  comments: string;
  items: { lineId: number; quantity: number }[];
}

export interface Order {
  id: number;
  customerId: number;
  statusId: number;
  channelId: number;
  createdAt: number;
  modifiedAt: number;
  shippedAt: number | null;
  source: string;
  currency: string;
  taxInclusive: boolean;
  paymentMethod: string;
  cartId: string;
  externalId: string;
  ipAddress: string;
  customerMessage: string;
  staffNotes: string;
  isDeleted: boolean;
  /** Paid with a gift certificate or store credit; part of the total. */
  giftCertificate: number;
  storeCredit: number;
  coupon: string | null;
  billing: Address;
  addresses: ShippingAddress[];
  pickups: Pickup[];
  lines: OrderLine[];
  fees: Fee[];
  refunds: Refund[];
  shipments: Shipment[];
}

export interface CustomerAddress extends Omit<Address, 'email'> {
  id: number;
  customerId: number;
  type: 'residential' | 'commercial';
}

export interface FormField {
  name: string;
  value: string | number | string[];
}

export interface AttributeValue {
  id: number;
  attributeId: number;
  value: string;
  createdAt: number;
  modifiedAt: number;
}

export interface Customer {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  phone: string;
  notes: string;
  taxExemptCategory: string;
  groupId: number;
  registrationIp: string;
  createdAt: number;
  modifiedAt: number;
  forcePasswordReset: boolean;
  acceptsReviewEmails: boolean;
  originChannelId: number;
  /** Null: may log in wherever global logins are allowed. */
  channelIds: number[] | null;
  storeCredit: number;
  addresses: CustomerAddress[];
  formFields: FormField[];
  attributes: AttributeValue[];
}

export interface Variant {
  id: number;
  sku: string;
  label: string;
  /** Null: the product's. */
  price: number | null;
  stock: number;
}

export interface Product {
  id: number;
  name: string;
  sku: string;
  type: 'physical' | 'digital';
  description: string;
  price: number;
  brandId: number;
  categories: number[];
  tracking: 'none' | 'product' | 'variant';
  stock: number;
  isVisible: boolean;
  availability: 'available' | 'disabled' | 'preorder';
  createdAt: number;
  modifiedAt: number;
  /** The first is the base variant. */
  variants: Variant[];
  imageCount: number;
}

export interface Subscriber {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  source: string;
  orderId: number | null;
  channelId: number;
  consents: string[];
  createdAt: number;
  modifiedAt: number;
}

export interface Metafield {
  id: number;
  /** Such as `customer`. */
  resource: string;
  resourceId: number;
  namespace: string;
  key: string;
  value: string;
  description: string;
  permissionSet: string;
  clientId: string;
  createdAt: number;
  modifiedAt: number;
}

export interface AttributeDefinition {
  id: number;
  name: string;
  type: 'string' | 'number' | 'date';
  createdAt: number;
  modifiedAt: number;
}

/** Something that is kept just as it was written: a script, or a custom field of a product. */
export interface PlainRecord {
  id: number;
  uuid: string;
  /** Such as `script`. */
  kind: string;
  /** What it belongs to; 0 for the store itself. */
  ownerId: number;
  clientId: string;
  /** By their names in the API. */
  fields: Record<string, unknown>;
  createdAt: number;
  modifiedAt: number;
}
