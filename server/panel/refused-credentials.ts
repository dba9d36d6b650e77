import { AppError } from '../errors.ts';
import type { UpstreamError } from '../upstream/errors.ts';
import { upstreamToAppError } from './translate-errors.ts';

const where = 'You find both in AIQ at Settings > API & Tracking.';

/**
 * Says which of the two entries to check when AIQ refused UID and key. AIQ's documentation does not tell how a good key
 * with a foreign UID is answered (403 or 404 is likely), so only what it says about the key itself is relied on.
 */
export function explainRefusedCredentials(error: UpstreamError): AppError {
  const { failure, detail } = error;
  if (failure === 'unauthorized' || failure === 'forbidden') {
    return detail !== null && /\bapi[ -]?key\b/i.test(detail) ? keyRefused(error) : eitherRefused(error);
  }
  if (failure === 'not-found') return uidMismatch(error);
  if (failure === 'rejected') return eitherRefused(error);
  return upstreamToAppError(error);
}

function keyRefused(cause: UpstreamError): AppError {
  return new AppError(400, 'aiq-key-refused', `AIQ does not accept this API key. Copy it again. ${where}`, {
    fields: { apiKey: 'AIQ does not accept this API key.' },
    cause,
  });
}

function uidMismatch(cause: UpstreamError): AppError {
  return new AppError(
    400,
    'aiq-uid-mismatch',
    `AIQ knows the API key, but not together with this UID. Check the UID. ${where}`,
    { fields: { uid: 'This UID does not belong to the API key.' }, cause },
  );
}

function eitherRefused(cause: UpstreamError): AppError {
  return new AppError(
    400,
    'aiq-key-refused',
    `AIQ refused this pair of UID and API key. Check that both are of the same AIQ account, and copy them again. ${where}`,
    {
      fields: {
        uid: 'Check that this UID belongs to the API key.',
        apiKey: 'Check that this API key is in use and belongs to the UID.',
      },
      cause,
    },
  );
}
