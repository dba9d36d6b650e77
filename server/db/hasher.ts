import { createHmac } from 'node:crypto';

/**
 * Turns e-mails and phones into keyed HMACs (SHA-256, base64url), so that they can be searched for without being
 * kept. Each kind has a domain of its own: the same text gives different hashes.
 * @param hashKey secret; changing it makes what was hashed before unfindable
 */
export function createHasher(hashKey: string): {
  email(value: string): string;
  phone(value: string): string;
} {
  const hash = (domain: string, value: string) =>
    createHmac('sha256', hashKey).update(`${domain}\0${value}`).digest('base64url');
  return {
    /** Upper and lower case and blanks around it make no difference. */
    email: (value) => hash('email', value.trim().toLowerCase()),
    /** Only its digits count. */
    phone: (value) => hash('phone', value.replace(/\D/g, '')),
  };
}
