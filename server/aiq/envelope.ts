import { z } from 'zod';
import type { UpstreamFailure } from '../upstream/errors.ts';
import { statusToFailure } from '../upstream/failure.ts';
import type { HttpResponse } from '../upstream/http-client.ts';
import { parseJson } from '../upstream/parse-json.ts';
import { safeDetail } from '../upstream/safe-detail.ts';

const envelopeSchema = z.object({
  success: z.boolean(),
  code: z.int().nullish().catch(null),
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string().nullish() }))
    .nullish()
    .catch(null),
});

export type AiqAnswer =
  { ok: true; data: unknown } | { ok: false; failure: UpstreamFailure; detail: string | null };

/**
 * Reads AIQ's envelope `{ success, code, data, errors }`. A call has succeeded only if the status is 2xx *and*
 * `success` is true; a refusal inside a 200 is sorted by its `code`. 403 is how AIQ refuses a key.
 */
export function readEnvelope(response: HttpResponse): AiqAnswer {
  const envelope = envelopeSchema.safeParse(parseJson(response.text));
  const failure = statusToFailure(response.status);
  const detail = envelope.success ? safeDetail(envelope.data.errors?.[0]?.message) : null;
  if (failure !== null) return { ok: false, failure: keyRefusal(failure), detail };
  if (!envelope.success) return { ok: false, failure: 'garbage', detail: null };
  if (envelope.data.success) return { ok: true, data: envelope.data.data };
  return { ok: false, failure: codeToFailure(envelope.data.code), detail };
}

function codeToFailure(code: number | null | undefined): UpstreamFailure {
  if (typeof code !== 'number' || code < 400 || code > 599) return 'rejected';
  return keyRefusal(statusToFailure(code) ?? 'rejected');
}

function keyRefusal(failure: UpstreamFailure): UpstreamFailure {
  return failure === 'forbidden' ? 'unauthorized' : failure;
}
