import { screens, type ScreenRoute } from './screens.ts';
import { lazyPart, type LazyPart } from './ui/lazy-part.tsx';

/** The screens as parts of the page. */
export const screenParts = {
  '/': lazyPart(screens['/']),
  '/set-up': lazyPart(screens['/set-up']),
  '/options': lazyPart(screens['/options']),
  '/mapping': lazyPart(screens['/mapping']),
  '/activity': lazyPart(screens['/activity']),
  '/records/:kind/:id': lazyPart(screens['/records/:kind/:id']),
  '/privacy': lazyPart(screens['/privacy']),
} satisfies Record<ScreenRoute, Pick<LazyPart<object>, 'load'>>;
