import { z } from 'zod';
import { storeMappingSchema } from '../settings.ts';
import { count, version } from './fields.ts';
import { aiqStoreSchema } from './status.ts';

export const mappingViewSchema = z.object({
  version,
  mapping: storeMappingSchema,
  aiqStores: z.array(aiqStoreSchema),
  /** `suggestion` is the AIQ store whose name is most alike, when alike enough. */
  channels: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      type: z.string(),
      suggestion: z.string().nullable(),
      parkedOrders: count,
    }),
  ),
  locations: z.array(z.object({ id: z.int(), name: z.string(), suggestion: z.string().nullable() })),
});
export type MappingView = z.infer<typeof mappingViewSchema>;
