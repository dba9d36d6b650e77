import { z } from 'zod';

/** Codes that the panel may switch on; everything else is shown as its message. */
export const errorCodes = [
  'invalid-input',
  'not-signed-in',
  'session-expired',
  'code-used',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'too-large',
  'too-many-requests',
  'conflict',
  'aiq-not-linked',
  'aiq-key-refused',
  'aiq-uid-mismatch',
  'aiq-unreachable',
  'aiq-account-linked-elsewhere',
  'other-connection-not-off',
  'age-gate-missing',
  'setup-incomplete',
  'confirmation-needed',
  'bigcommerce-token-refused',
  'bigcommerce-scope-missing',
  'bigcommerce-unreachable',
  'store-not-installed',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Body of every answer of `/api` that is not 2xx. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    /** For people: what happened and what to do. */
    message: z.string(),
    /** Field path → message, for forms. */
    fields: z.record(z.string(), z.string()).optional(),
    /** Further facts for the panel, never personal data. */
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
