import { describe, expect, it } from 'vitest';
import { listMissingScopes, oauthScopes, optionalScopes } from './scopes.ts';

describe('OAuth scopes', () => {
  const all = oauthScopes.map(({ scope }) => scope);

  it('are missing when they are not granted', () => {
    expect(listMissingScopes(all)).toEqual([]);
    expect(listMissingScopes(all.slice(1))).toEqual(['store_v2_customers']);
    expect(listMissingScopes([])).toEqual(all);
  });

  it('are covered by their wider form, never by their narrower one', () => {
    expect(
      listMissingScopes([...all.filter((s) => s !== 'store_v2_orders_read_only'), 'store_v2_orders']),
    ).toEqual([]);
    expect(listMissingScopes([...all.slice(1), 'store_v2_customers_read_only'])).toEqual([
      'store_v2_customers',
    ]);
  });

  it('that are optional are missed by nobody', () => {
    for (const { scope } of optionalScopes) expect(all).not.toContain(scope);
  });

  it('have one reason each', () => {
    for (const { reason } of [...oauthScopes, ...optionalScopes]) expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(new Set(all).size).toBe(all.length);
  });
});
