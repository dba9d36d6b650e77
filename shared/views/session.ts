import { z } from 'zod';
import { instant } from './fields.ts';

export const sessionSchema = z.object({
  token: z.string(),
  expiresAt: instant,
  /** After this instant the session cannot be renewed; the app has to be opened again. */
  endsAt: instant,
  storeHash: z.string(),
  user: z.object({ id: z.int(), locale: z.string().nullable(), isOwner: z.boolean() }),
  /** Panel route to show first, from the deep link. */
  route: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;
