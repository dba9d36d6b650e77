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

/**
 * The panel's own route that a link asks for. Whoever made the link chose it, so anything that is not exactly one of our
 * routes (another origin, dots, escapes) becomes the first page; query and fragment are dropped.
 */
export function toPanelRoute(link: unknown): string {
  if (typeof link !== 'string') return '/';
  const path = link.replace(/[?#].*$/s, '').replace(/(.)\/$/, '$1');
  return patterns.some((pattern) => pattern.test(path)) ? path : '/';
}
