import { lazy, useState, type ComponentType } from 'react';

export interface LazyPart<P> {
  /** The part; while it is on its way, the Suspense around it shows its fallback. Throws `PartNotLoaded`. */
  Part: (props: P) => React.JSX.Element;
  load: () => Promise<unknown>;
}

/**
 * The code of a part did not come: no connection, no app, or an app that is newer than this page. A browser remembers a
 * module that it could not load, so only a new page can try again.
 */
export class PartNotLoaded extends Error {
  constructor(cause: unknown) {
    super('A part of the page could not be loaded', { cause });
    this.name = 'PartNotLoaded';
  }
}

/** A part of a screen that is loaded when it is shown, or before: one that is there already never shows a fallback. */
export function lazyPart<P extends object>(get: () => Promise<{ default: ComponentType<P> }>): LazyPart<P> {
  let loaded: ComponentType<P> | null = null;
  const load = async () => {
    try {
      const part = await get();
      loaded = part.default;
      return part;
    } catch (cause) {
      throw new PartNotLoaded(cause);
    }
  };
  const Late = lazy(load);
  return {
    load,
    Part: function LazyPartBody(props) {
      // Decided once: another component in its place would lose what was typed.
      const [Body] = useState<ComponentType<P>>(() => loaded ?? Late);
      return <Body {...props} />;
    },
  };
}
