import { describe, expect, it } from 'vitest';
import { toPanelRoute } from './panel-routes.ts';

describe('toPanelRoute', () => {
  it.each([
    '/',
    '/set-up',
    '/options',
    '/mapping',
    '/activity',
    '/privacy',
    '/records/order/118',
    '/records/opt-in/12',
    '/records/guest/guest-Ab_9-x',
  ])('knows %s', (route) => {
    expect(toPanelRoute(route)).toBe(route);
  });

  it.each([
    ['/set-up?step=mapping', '/set-up?step=mapping'],
    ['/activity?why=12', '/activity?why=12'],
    ['/activity/?search=a%40b.example&state=parked#x', '/activity?search=a%40b.example&state=parked'],
    ['/activity?next=//evil.example&view=audit', '/activity?view=audit'],
    ['/activity?why=1&why=2', '/activity?why=1'],
    ['/activity?why=%0d%0aSet-Cookie:x', '/activity?why=%0D%0ASet-Cookie%3Ax'],
    [`/activity?why=${'9'.repeat(201)}`, '/activity'],
    ['/mapping?step=link', '/mapping'],
    ['/set-up?constructor=1&__proto__=2', '/set-up'],
  ])('of the query of %s keeps what the page knows', (link, route) => {
    expect(toPanelRoute(link)).toBe(route);
  });

  it('forgives a slash at the end and drops an unknown query and the fragment', () => {
    expect(toPanelRoute('/mapping/')).toBe('/mapping');
    expect(toPanelRoute('/records/order/5?next=https://evil.example#x')).toBe('/records/order/5');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/..//evil.example',
    '/records/order/..',
    '/records/order/%2e%2e',
    '/records/../privacy',
    'javascript:alert(1)',
    '/set-up\n/x',
    '/SET-UP',
    '/unknown',
    '',
    null,
    undefined,
    7,
    {},
    ['/mapping'],
    `/records/order/${'9'.repeat(101)}`,
  ])('leads %j to the first page', (link) => {
    expect(toPanelRoute(link)).toBe('/');
  });
});
