import { useQueryClient } from '@tanstack/react-query';
import type { RecordView } from '../../shared/views/activity.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteAction } from '../queries.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';
import { Notice, type NoticeAction, type Tone } from '../ui/notice.tsx';
import { SavedNotice } from '../ui/saved-notice.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import type { PlainKey } from '../words/message.ts';
import { mayTryAgain, reasonToRemedy } from './record-remedy.ts';

const tones = {
  sent: 'success',
  waiting: 'info',
  parked: 'warning',
  skipped: 'info',
} as const satisfies Record<RecordView['state'], Tone>;

function recordToExplanation({ kind, reason }: RecordView): PlainKey {
  if (kind === 'opt-in' && reason === 'aiq-rejected') return 'explain.opt-in-refused';
  if (kind === 'opt-in' && reason === 'retrying') return 'explain.opt-in-waiting';
  return `explain.${reason}`;
}

/** What the state of a record means, and what can be done about it. */
export function RecordMeaning({ record }: { record: RecordView }) {
  const { t, announce } = usePanel();
  const navigate = useNavigate();
  const client = useQueryClient();
  const retry = useRouteAction('retryRecord', async () => {
    announce(t('activity.retried'));
    await client.invalidateQueries({ queryKey: ['getRecord'] });
  });
  const run = () => {
    retry.mutate({ params: { kind: record.kind, id: record.id } });
  };
  const remedy = reasonToRemedy(record.reason);
  const remedies: NoticeAction[] = remedy
    ? [
        {
          text: t(remedy.text),
          onClick: () => {
            navigate(remedy.to);
          },
        },
      ]
    : [];
  const retries: NoticeAction[] = mayTryAgain(record)
    ? [
        {
          text: t('activity.retry'),
          ...(remedy ? { variant: 'subtle' } : {}),
          isLoading: retry.isPending,
          onClick: run,
        },
      ]
    : [];
  return (
    <Stack>
      <Notice
        tone={tones[record.state]}
        role="status"
        title={t(`reason.${record.reason}`)}
        actions={[...remedies, ...retries]}
      >
        <Stack $gap="xSmall">
          <span>
            <StateBadge state={record.state} />
          </span>
          <span>{t(recordToExplanation(record))}</span>
        </Stack>
      </Notice>
      {retry.isSuccess ? <SavedNotice text={t('activity.retried')} /> : null}
      {record.warnings.length > 0 ? (
        <Notice tone="warning" title={t('record.warnings')}>
          {record.warnings.map((warning) => (
            <div key={warning}>{t(`warning.${warning}`)}</div>
          ))}
        </Notice>
      ) : null}
      {retry.isError ? <Failure error={retry.error} onRetry={run} /> : null}
    </Stack>
  );
}
