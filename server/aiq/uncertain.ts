/*
 * Choices that AIQ's public documentation does not settle. Each is used in one place only, so that a correction
 * against AIQ's Swagger (https://lab.alpineiq.com/swagger) is a change of this file alone.
 */

/** Listed for the first integration tiers by name only; the version and the UID follow its siblings. */
export const inventoryRoute = '/api/v1.1/createUpdateInventory/{uid}';

/** Known from callers. The documentation describes "New Opt-in" with `doubleOpt`, but its path was cut off. */
export const textOptInRoute = '/api/v2/optin/text/{phone}/true';

/**
 * Name of the source's person id in what we write. Reads call it `srcID`, and the enrol answer too; the field table of
 * `createUpdateMember` was cut off. Sales carry the same id as `visit.pos_user`.
 */
export const sourceIdField = 'srcID';

/** No date of birth was seen in any sample; one caller sends `birthdate`. Unknown fields are ignored by AIQ. */
export const birthDateField = 'birthdate';

/** Sort word and direction of `/piis`; `inserted` is documented, that nulls come last is an assumption. */
export const newestFirst = { sort: 'inserted', dir: 'desc' } as const;

/**
 * Whether `price` is for one piece or for the line is not stated; the sample has quantity 1. We send the line as the
 * mapping gives it, and the mapping documents its reading.
 *
 * Inventory items: only "SKU or product id" and "at most 100 a call" are documented. The names below are those of the
 * sale's lines, and plain ones where sales have none.
 */
export const inventoryFields = {
  sku: 'sku',
  productId: 'product_id',
  name: 'name',
  brand: 'brand',
  category: 'category',
  price: 'price',
  quantity: 'quantity',
  imageUrl: 'image_url',
  url: 'url',
  active: 'active',
} as const;

/** A sale must not text the shopper. New documentation: `sendNotification: 0`; older code: `send_notification`. */
export const noNotification = { sendNotification: 0 } as const;

/**
 * Whether a bulk call's answer says that some of its records were refused, although the call succeeded. Answers of
 * bulk calls are not documented; words like these would be the natural ones, and overlooking them would lose records.
 */
export function tellsOfRefusedRecords(data: unknown, sent: number): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return Object.entries(data).some(([name, value]: [string, unknown]) => {
    if (['accepted', 'success', 'succeeded'].includes(name)) return typeof value === 'number' && value < sent;
    if (!['rejected', 'failed', 'errors'].includes(name)) return false;
    return Array.isArray(value) ? value.length > 0 : typeof value === 'number' && value > 0;
  });
}
