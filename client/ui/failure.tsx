import { ApiError, errorToCode, isPassing, isSessionError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { Hint } from './layout.ts';
import { Notice } from './notice.tsx';

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
  /** Something was typed that is not saved; it is still on screen. */
  keepsInput?: boolean;
}

/**
 * What happened, what to do, and a button that tries it again. Nothing when the session has ended: the shell tells that
 * once for the whole page.
 */
export function Failure({ error, onRetry, keepsInput = false }: FailureProps) {
  const { t } = usePanel();
  if (isSessionError(error)) return null;
  const code = errorToCode(error);
  // Support can help with our own faults; for the others the number would only distract.
  const reference = error instanceof ApiError && error.status >= 500 ? error.requestId : null;
  return (
    <Notice
      tone="danger"
      role="alert"
      title={t(`error.${code}.title`)}
      actions={onRetry ? [{ text: t('common.tryAgain'), onClick: onRetry }] : []}
    >
      {t(`error.${code}.text`)} {keepsInput && isPassing(error) ? t('error.inputKept') : null}
      {reference ? <Hint>{t('error.reference', { reference })}</Hint> : null}
    </Notice>
  );
}
