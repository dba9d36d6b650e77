import { createHash, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

export type SignatureVerdict = 'good' | 'absent' | 'wrong';

/** Compares in a time that tells neither content nor length. */
export function equalsSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Checks a delivery's Standard Webhooks signature, whose key is the raw bytes of the client secret. The timestamp is
 * signed but not judged: whether BigCommerce signs its re-deliveries of the next 48 hours anew is not documented, and an
 * old event only causes a reading of what is there now.
 * https://developer.bigcommerce.com/docs/integrations/webhooks/https-webhooks
 */
export function createSignatureVerifier(clientSecret: string) {
  const signer = new Webhook(Buffer.from(clientSecret), { format: 'raw' });

  return function verifySignature(
    header: (name: string) => string | undefined,
    body: Buffer,
  ): SignatureVerdict {
    const signature = header('webhook-signature');
    if (signature === undefined) return 'absent';
    const id = header('webhook-id') ?? '';
    const timestamp = header('webhook-timestamp') ?? '';
    if (!/^\d{1,12}$/.test(timestamp)) return 'wrong';
    const expected = signer.sign(id, new Date(Number(timestamp) * 1000), body);
    // Several signatures stand there while the sender changes its key.
    const matches = signature.split(' ').filter((candidate) => equalsSecret(candidate, expected));
    return matches.length > 0 ? 'good' : 'wrong';
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
