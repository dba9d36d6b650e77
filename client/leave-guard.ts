import type { AroundNavHandler } from 'wouter';

/** Holds back navigation while a form has changes that are not saved. */
export interface LeaveGuard {
  /** Hand to wouter's `Router`. */
  aroundNav: AroundNavHandler;
  setDirty: (dirty: boolean) => void;
  /** Somebody wants to leave and has not decided yet. */
  isAsking: () => boolean;
  leave: () => void;
  stay: () => void;
  subscribe: (listener: () => void) => () => void;
}

type GuardedWindow = Pick<Window, 'addEventListener'> & {
  readonly location: Pick<Location, 'pathname' | 'search'>;
  readonly history: Pick<History, 'pushState' | 'replaceState'>;
};

/** Create it before the router subscribes: the Back button has to be undone before the router looks at the address. */
export function createLeaveGuard(window: GuardedWindow): LeaveGuard {
  let dirty = false;
  let held: (() => void) | null = null;
  let here = address();
  const listeners = new Set<() => void>();

  function address(): string {
    return window.location.pathname + window.location.search;
  }

  function set(next: (() => void) | null): void {
    held = next;
    for (const listener of listeners) listener();
  }

  window.addEventListener('popstate', () => {
    const target = address();
    if (!dirty || target === here) return;
    window.history.pushState(null, '', here);
    set(() => {
      window.history.pushState(null, '', target);
    });
  });
  window.addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });

  return {
    aroundNav(navigate, to, options) {
      if (dirty && to.split('?')[0] !== window.location.pathname)
        set(() => {
          navigate(to, options);
        });
      else navigate(to, options);
    },
    setDirty(next) {
      dirty = next;
      here = address();
    },
    isAsking: () => held !== null,
    leave() {
      const go = held;
      dirty = false;
      set(null);
      go?.();
    },
    stay() {
      set(null);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
