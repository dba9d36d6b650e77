import { describe, expect, it } from 'vitest';
import { isCustomerId, isGuestContact } from './shopper-input.ts';

describe('who is to be erased', () => {
  it.each(['5', ' 123456 ', '999999999999'])('may be the customer "%s"', (text) => {
    expect(isCustomerId(text)).toBe(true);
  });

  it.each(['', 'ann@shop.example', '-5', '1234567890123'])('is no customer "%s"', (text) => {
    expect(isCustomerId(text)).toBe(false);
  });

  it.each([' Ann@Shop.example ', '(503) 555-0123', '+1 503.555.0123', '5035550123'])(
    'may be the guest "%s"',
    (text) => {
      expect(isGuestContact(text)).toBe(true);
    },
  );

  it.each(['', 'ann', 'ann@shop', 'ann @shop.example', '555-0123', '+49 30 1234567890', 'call 5035550123'])(
    'is no guest "%s"',
    (text) => {
      expect(isGuestContact(text)).toBe(false);
    },
  );
});
