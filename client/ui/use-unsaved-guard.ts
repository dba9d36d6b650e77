import { useEffect } from 'react';
import { usePanel } from '../panel-context.ts';

/** While `dirty`, leaving the screen asks first. */
export function useUnsavedGuard(dirty: boolean): void {
  const { leaveGuard } = usePanel();
  useEffect(() => {
    leaveGuard.setDirty(dirty);
    return () => {
      leaveGuard.setDirty(false);
    };
  }, [dirty, leaveGuard]);
}
