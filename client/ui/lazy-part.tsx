import { lazy, useState, type ComponentType } from 'react';

export interface LazyPart<P> {
  /** The part; while it is on its way, the Suspense around it shows its fallback. */
  Part: (props: P) => React.JSX.Element;
  load: () => Promise<unknown>;
}

/** A part of a screen that is loaded when it is shown, or before: one that is there already never shows a fallback. */
export function lazyPart<P extends object>(get: () => Promise<{ default: ComponentType<P> }>): LazyPart<P> {
  let loaded: ComponentType<P> | null = null;
  const load = async () => {
    const part = await get();
    loaded = part.default;
    return part;
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
