import { z } from 'zod';
import { optionsSchema } from '../settings.ts';
import { count, instant, version } from './fields.ts';

export const optionsViewSchema = z.object({
  version,
  options: optionsSchema,
  statuses: z.array(z.object({ id: z.int(), name: z.string(), label: z.string() })),
  /** Customer form fields that could hold a date of birth. */
  formFields: z.array(z.string()),
  updatedAt: instant.nullable(),
  updatedBy: z.int().nullable(),
});
export type OptionsView = z.infer<typeof optionsViewSchema>;

export const optionPreviewSchema = z.object({
  shoppers: count,
  withoutContact: count,
  withoutUsablePhone: count,
  /** Shoppers who were touched by the saved date and would not be by the new one. */
  mayLose: count,
  /** True when history is still being read, so that the figures may grow. */
  partial: z.boolean(),
});
export type OptionPreview = z.infer<typeof optionPreviewSchema>;
