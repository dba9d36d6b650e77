import { aiqLinkSchema } from '../../shared/settings.ts';
import { isTextField, type LinkDraft, type LinkErrors } from './link-draft.ts';

/** Which fields are not right, by the endpoint's own schema; empty when all are. */
export function findLinkErrors(draft: LinkDraft): LinkErrors {
  const { otherConnectionOff, sharedAccountConfirmed: _shared, ...link } = draft;
  const errors: LinkErrors = {};
  for (const { path } of aiqLinkSchema.safeParse(link).error?.issues ?? []) {
    const field = path[0];
    if (isTextField(field)) errors[field] = `link.${field}.error`;
  }
  if (!otherConnectionOff) errors.otherConnectionOff = 'link.otherConnectionOff.error';
  return errors;
}
