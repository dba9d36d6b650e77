import { z } from 'zod';

/** `data` of `/stores`: null, and `stores: null`, mean an account without stores. */
export const storesSchema = z
  .object({
    stores: z
      .array(
        z.object({
          id: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]),
          name: z
            .string()
            .nullish()
            .transform((name) => name ?? ''),
        }),
      )
      .nullish(),
  })
  .nullish()
  .transform((data) => data?.stores ?? []);
