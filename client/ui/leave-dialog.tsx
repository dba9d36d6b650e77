import { usePanel } from '../panel-context.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks before unsaved changes are left behind. */
export default function LeaveDialog() {
  const { t, leaveGuard } = usePanel();
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
