import { useEffect, useSyncExternalStore } from 'react';
import { usePanel } from '../panel-context.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks before unsaved changes are left behind. */
export function LeaveDialog() {
  const { t, leaveGuard } = usePanel();
  const asking = useSyncExternalStore(leaveGuard.subscribe, leaveGuard.isAsking);
  if (!asking) return null;
  return (
    <ConfirmDialog
      title={t('leave.title')}
      confirmText={t('leave.leave')}
      cancelText={t('leave.stay')}
      destructive
      onConfirm={leaveGuard.leave}
      onCancel={leaveGuard.stay}
    >
      <span>{t('leave.text')}</span>
    </ConfirmDialog>
  );
}

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
