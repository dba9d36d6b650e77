/** The screens by route; each is loaded when it is wanted. */
export const screens = {
  '/': () => import('./overview/overview-screen.tsx'),
  '/set-up': () => import('./set-up/set-up-screen.tsx'),
  '/options': () => import('./options/options-screen.tsx'),
  '/mapping': () => import('./mapping/mapping-screen.tsx'),
  '/activity': () => import('./activity/activity-screen.tsx'),
  '/records/:kind/:id': () => import('./activity/record-screen.tsx'),
  '/privacy': () => import('./privacy/privacy-screen.tsx'),
} as const;

export type ScreenRoute = keyof typeof screens;

/** The route of an address; null for one that has no screen. */
export function addressToRoute(address: string): ScreenRoute | null {
  const [path = ''] = address.split('?');
  const route = path.startsWith('/records/') ? '/records/:kind/:id' : path;
  return isRoute(route) ? route : null;
}

function isRoute(path: string): path is ScreenRoute {
  return Object.hasOwn(screens, path);
}
