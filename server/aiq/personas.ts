import { z } from 'zod';
import type { AiqPersonaFound } from './types.ts';

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '');

const rowSchema = z
  .object({
    contactID: z.string().min(1),
    srcID: text,
    firstName: text,
    lastName: text,
    email: text,
    mobilePhone: text,
    source: text,
    platform: text,
    inserted: z.number().nullish().catch(null),
  })
  .transform((row): AiqPersonaFound => ({
    contactId: row.contactID,
    srcId: row.srcID === '' ? null : row.srcID,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    mobilePhone: row.mobilePhone,
    source: row.source || row.platform,
    // Unix seconds; a person without a date counts as older than everything.
    insertedAt: new Date((row.inserted ?? 0) * 1000),
  }));

/** `data` of `/piis`: null, and `results: null`, mean that there is nobody. */
export const personaPageSchema = z
  .object({ results: z.array(rowSchema).nullish(), total: z.number().nullish() })
  .nullish()
  .transform((page) => {
    const personas = page?.results ?? [];
    return { personas, total: page?.total ?? personas.length };
  });
