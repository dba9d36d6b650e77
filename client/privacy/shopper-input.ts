const customerId = /^\d{1,12}$/;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether this can be the id of a customer in BigCommerce. */
export function isCustomerId(text: string): boolean {
  return customerId.test(text.trim());
}

/** Whether this can be an e-mail address, or a phone number of ten digits with or without the country's 1. */
export function isGuestContact(text: string): boolean {
  if (text.includes('@')) return email.test(text.trim());
  const digits = text.replaceAll(/\D/g, '');
  return /^[\d\s()+./-]+$/.test(text) && /^1?\d{10}$/.test(digits);
}
