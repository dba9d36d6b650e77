import { describe, expect, it } from 'vitest';
import { safeDetail } from './safe-detail.ts';

describe('safeDetail', () => {
  it('strips e-mails, phones, tokens and markup', () => {
    const text =
      '<b>Customer</b> jane.doe+x@example.com (512) 555-0142 has key 1hQ2kfi3jfoe93jfoJEF93jfaoe3f\nalready';
    expect(safeDetail(text)).toBe('Customer [e-mail] [number] has key […] already');
  });

  it('keeps short numbers, which help', () => {
    expect(safeDetail('The field 3 of 250 is wrong')).toBe('The field 3 of 250 is wrong');
  });

  it('shortens', () => {
    expect(safeDetail('word '.repeat(500))).toHaveLength(160);
  });

  it('gives null for nothing', () => {
    expect([safeDetail(undefined), safeDetail({}), safeDetail(' \n ')]).toEqual([null, null, null]);
  });
});
