import { Panel as Card, Text } from '@bigcommerce/big-design';
import type { Overview } from '../../shared/views/overview.ts';
import { usePanel } from '../panel-context.ts';
import { Columns, Row, Stack } from '../ui/layout.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

type Progress = Overview['history']['orders'];

/** How far the first sync is, how fast it goes and how long it still takes. */
export function HistoryProgress({ history }: { history: Overview['history'] }) {
  const { t } = usePanel();
  const busy = [history.orders, history.customers].some(({ status }) => status === 'running');
  return (
    <Card
      header={t('overview.history.title')}
      marginBottom="none"
      {...(busy ? { description: t('overview.history.leave') } : {})}
    >
      <Columns $least="20rem">
        <Line label={t('overview.history.orders')} progress={history.orders} />
        <Line label={t('overview.history.customers')} progress={history.customers} />
      </Columns>
    </Card>
  );
}

function Line({ label, progress }: { label: string; progress: Progress }) {
  const { t, format } = usePanel();
  const { status, read, total, perMinute, secondsLeft, finishedAt } = progress;
  return (
    <Stack $gap="xSmall">
      <Row style={{ justifyContent: 'space-between', rowGap: 0 }}>
        <strong>{label}</strong>
        <span>
          {status === 'done' && finishedAt
            ? t('overview.history.done', { time: format.dateTime(finishedAt) })
            : status === 'done'
              ? t('overview.history.doneShort')
              : t(`overview.history.${status}`)}
        </span>
      </Row>
      <ProgressBar label={label} percent={progressPercent(progress)} />
      <Row $gap="medium" style={{ minHeight: '1.5rem', rowGap: 0 }}>
        <Text as="span" color="secondary60" marginBottom="none">
          {total === null
            ? t('overview.history.read', { count: read })
            : t('overview.history.readOf', { read, total: Math.max(read, total) })}
        </Text>
        {status === 'running' && perMinute !== null ? (
          <Text as="span" color="secondary60" marginBottom="none">
            {t('overview.history.rate', { count: Math.round(perMinute) })}
          </Text>
        ) : null}
        {status === 'running' && secondsLeft !== null ? (
          <Text as="span" color="secondary60" marginBottom="none">
            {t('overview.history.left', { duration: format.duration(secondsLeft) })}
          </Text>
        ) : null}
      </Row>
    </Stack>
  );
}

/** Percent read; a stream that is done is full even when BigCommerce counted more than it gave. */
export function progressPercent({
  status,
  read,
  total,
}: Pick<Progress, 'status' | 'read' | 'total'>): number {
  if (status === 'done') return 100;
  return total === null || total === 0 ? 0 : Math.min(99, (read / total) * 100);
}
