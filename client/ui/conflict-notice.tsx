import { usePanel } from '../panel-context.ts';
import { Notice } from './notice.tsx';

interface ConflictNoticeProps {
  onTheirs: () => void;
  onMine: () => void;
}

/** Another user, or this one in another window, saved meanwhile: nothing is overwritten without a decision. */
export function ConflictNotice({ onTheirs, onMine }: ConflictNoticeProps) {
  const { t } = usePanel();
  return (
    <Notice
      tone="warning"
      role="alert"
      title={t('conflict.title')}
      actions={[
        { text: t('conflict.theirs'), onClick: onTheirs },
        { text: t('conflict.mine'), onClick: onMine, variant: 'subtle' },
      ]}
    >
      {t('conflict.text')}
    </Notice>
  );
}
