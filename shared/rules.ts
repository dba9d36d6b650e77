/*
 * What settings are made of, without their schemas: a part of the panel that only shows them does not load zod (25 kB
 * gzip) with them.
 */

/** BigCommerce order statuses by id (reference: Orders V2, "Order Statuses"); merchants may relabel them. */
export const orderStatusNames: Readonly<Record<number, string>> = {
  0: 'Incomplete',
  1: 'Pending',
  2: 'Shipped',
  3: 'Partially Shipped',
  4: 'Refunded',
  5: 'Cancelled',
  6: 'Declined',
  7: 'Awaiting Payment',
  8: 'Awaiting Pickup',
  9: 'Awaiting Shipment',
  10: 'Completed',
  11: 'Awaiting Fulfillment',
  12: 'Manual Verification Required',
  13: 'Disputed',
  14: 'Partially Refunded',
};

/** Refunded and Partially Refunded are decided by the refunds themselves, Incomplete can never count. */
export const selectableOrderStatuses = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const;

export const limits = {
  connectionName: 60,
  aiqKey: 200,
  mappings: 500,
  storeName: 200,
  birthDateField: 100,
} as const;

/** What of an order counts. */
export const amountBases = ['items', 'order-total'] as const;

/** What a save carries once the merchant has typed that shoppers may lose their membership. */
export const membershipLossConfirmation = 'REMOVE';

/** The sentence that a merchant confirms before anything is sent; a new wording asks again. */
export const ageGateWording =
  'All users from this source have passed an age gate compliant with my industry.';
