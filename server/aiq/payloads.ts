import { toJsonNumber } from './json-number.ts';
import type { AiqInventoryItem, AiqPersona, AiqSale } from './types.ts';
import { birthDateField, inventoryFields, noNotification, sourceIdField } from './uncertain.ts';

/** A sale as `createUpdateSale` takes it: https://help.aiq.com/en/articles/14187982-core-integration */
export function saleToPayload(sale: AiqSale): object {
  return {
    ...(sale.member === undefined ? {} : { member: sale.member }),
    visit: {
      pos_id: sale.posId,
      pos_user: sale.posUser,
      pos_type: sale.posType,
      transaction_date: toTransactionDate(sale.transactionDate),
      transaction_total: toJsonNumber(sale.transactionTotal),
      location: sale.location,
      ...noNotification,
      visit_details_attributes: sale.lines.map((line) => ({
        sku: line.sku,
        name: line.name,
        brand: line.brand,
        category: line.category,
        price: toJsonNumber(line.price),
        quantity: line.quantity,
        discount: toJsonNumber(line.discount),
      })),
    },
  };
}

/** `YYYY-MM-DD HH:MM:SS +0000`, always UTC. */
export function toTransactionDate(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')} +0000`;
}

/** A person as `createUpdateMember` takes it. Empty fields are left out: a blank would be written over what AIQ has. */
export function personaToPayload(persona: AiqPersona): object {
  return withoutBlanks({
    [sourceIdField]: persona.srcID,
    firstName: persona.firstName,
    lastName: persona.lastName,
    email: persona.email,
    mobilePhone: persona.mobilePhone,
    [birthDateField]: persona.birthdate,
  });
}

/**
 * A sign-up for the loyalty programme that sends no text and sets no SMS consent: consent of a shop's newsletter is
 * for e-mail, and SMS consent is asked for separately, by double opt-in.
 */
export function enrolmentToPayload(persona: AiqPersona & { favoriteStore?: string }): object {
  return {
    ...personaToPayload(persona),
    ...withoutBlanks({ favoriteStore: persona.favoriteStore }),
    loyalty: true,
    disableSMS: true,
  };
}

export function inventoryToPayload(item: AiqInventoryItem): object {
  return {
    [inventoryFields.sku]: item.sku,
    [inventoryFields.productId]: item.productId,
    [inventoryFields.name]: item.name,
    [inventoryFields.brand]: item.brand,
    [inventoryFields.category]: item.category,
    [inventoryFields.price]: toJsonNumber(item.price),
    [inventoryFields.quantity]: item.quantity,
    [inventoryFields.imageUrl]: item.imageUrl,
    [inventoryFields.url]: item.url,
    [inventoryFields.active]: item.active,
  };
}

function withoutBlanks(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}
