import { dayOrBlank, emailOrBlank, phoneOrBlank, textOrBlank } from './contact-details.ts';
import { isPlainObject } from './plain-object.ts';
import type { CustomAttribute, PersonaDetails } from './persona.ts';

/**
 * What a persona body says. The source id is `srcID` when persons are read; the write calls' own name for it
 * was cut off in the documentation, so `pos_id`, the sales' word for a primary key, is taken too. Likewise no
 * name for the birthday was seen: `birthdate` and `birthday` are kept, and shown only in the sandbox's page.
 */
export function readPersonaDetails(
  body: Record<string, unknown>,
  stores: readonly { id: number; name: string }[],
): PersonaDetails {
  const favoriteStore = textOrBlank(body['favoriteStore']);
  const givenStoreId = Number(body['favoriteStoreID'] ?? Number.NaN);
  return {
    srcID: textOrBlank(body['srcID']) || textOrBlank(body['pos_id']),
    firstName: textOrBlank(body['firstName']),
    lastName: textOrBlank(body['lastName']),
    email: emailOrBlank(body['email']),
    mobilePhone: phoneOrBlank(body['mobilePhone']),
    birthdate: dayOrBlank(body['birthdate']) || dayOrBlank(body['birthday']),
    address: textOrBlank(body['address']),
    favoriteStore,
    favoriteStoreID:
      Number.isInteger(givenStoreId) && givenStoreId > 0
        ? givenStoreId
        : (stores.find((store) => store.name === favoriteStore)?.id ?? null),
    customAttributes: readAttributes(body['customAttributes']),
  };
}

function readAttributes(given: unknown): CustomAttribute[] {
  if (!Array.isArray(given)) return [];
  return given.filter(isPlainObject).map((attribute) => ({
    key: textOrBlank(attribute['key']),
    value: textOrBlank(attribute['value']),
    ...(typeof attribute['parent'] === 'string' ? { parent: attribute['parent'] } : {}),
    ...(typeof attribute['ts'] === 'number' ? { ts: attribute['ts'] } : {}),
  }));
}
