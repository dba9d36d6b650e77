/** Every page of the panel; a deep link leads to one of these or to the first. */
export const panelRoutes = [
  '/',
  '/set-up',
  '/options',
  '/mapping',
  '/activity',
  '/records/:kind/:id',
  '/privacy',
] as const;

const patterns = panelRoutes.map(
  (route) =>
    new RegExp(
      `^${route.replace(':kind', '[a-z]{1,20}(-[a-z]{1,20})?').replace(':id', '[A-Za-z0-9_-]{1,100}')}$`,
    ),
);

/** What a link may say about a page besides its path. */
const queryKeys: Readonly<Partial<Record<string, readonly string[]>>> = {
  '/set-up': ['step'],
  '/activity': ['view', 'why', 'search', 'kind', 'state', 'reason', 'from', 'to'],
};
const longestValue = 200;

/**
 * The panel's own route that a link asks for. Whoever made the link chose it, so anything that is not exactly one of our
 * routes (another origin, dots, escapes) becomes the first page. Of a query the known keys are kept, each once and
 * written anew; the page judges the values. The fragment is dropped.
 */
export function toPanelRoute(link: unknown): string {
  if (typeof link !== 'string') return '/';
  const [address = ''] = link.split('#', 1);
  const [before = ''] = address.split('?', 1);
  const path = before.replace(/(.)\/$/, '$1');
  if (!patterns.some((pattern) => pattern.test(path))) return '/';
  const query = keepKnown(new URLSearchParams(address.slice(before.length)), queryKeys[path] ?? []);
  return query === '' ? path : `${path}?${query}`;
}

function keepKnown(given: URLSearchParams, keys: readonly string[]): string {
  const kept = new URLSearchParams();
  for (const key of keys) {
    const value = given.get(key);
    if (value !== null && value !== '' && value.length <= longestValue) kept.set(key, value);
  }
  return kept.toString();
}
