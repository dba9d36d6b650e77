type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * `sessionStorage`, or memory where the browser refuses it: with third-party storage blocked, even reading the
 * property throws inside the control panel's frame.
 */
export function openTabStorage(scope: { readonly sessionStorage: TabStorage }): TabStorage {
  const memory = new Map<string, string>();
  function stored(): TabStorage | null {
    try {
      return scope.sessionStorage;
    } catch {
      return null; // refused: memory serves as long as the page lives
    }
  }
  return {
    getItem(key) {
      return memory.get(key) ?? stored()?.getItem(key) ?? null;
    },
    setItem(key, value) {
      memory.set(key, value);
      try {
        stored()?.setItem(key, value);
      } catch {
        return; // full or refused: memory has it
      }
    },
    removeItem(key) {
      memory.delete(key);
      stored()?.removeItem(key);
    },
  };
}

/** The channel between the panel's windows; null where the browser refuses or lacks it. */
export function openWindowChannel(
  create: (name: string) => BroadcastChannel = (name) => new BroadcastChannel(name),
): BroadcastChannel | null {
  try {
    return create('aiq-panel');
  } catch {
    return null; // a window that cannot hear the others just asks to be opened again
  }
}
