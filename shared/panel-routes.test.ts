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

  it('forgives a slash at the end and drops query and fragment', () => {
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
