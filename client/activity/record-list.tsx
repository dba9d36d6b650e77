import { Button } from '@bigcommerce/big-design';
import type { RecordView } from '../../shared/views/activity.ts';
import { usePanel } from '../panel-context.ts';
import { AppLink } from '../ui/app-link.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Hint } from '../ui/layout.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { recordName } from './record-name.ts';
import { mayTryAgain } from './record-remedy.ts';

interface RecordListProps {
  records: readonly RecordView[];
  /** Of the records that are being retried. */
  busy: ReadonlySet<string>;
  onRetry: (record: RecordView) => void;
}

/** Key of a record in lists. */
export function recordKey({ kind, id }: Pick<RecordView, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Address of a record's page. */
export function recordPath({ kind, id }: Pick<RecordView, 'kind' | 'id'>): string {
  return `/records/${kind}/${encodeURIComponent(id)}`;
}

/** Records with their state, the reason, and a button where trying again can help. */
export function RecordList({ records, busy, onRetry }: RecordListProps) {
  const { t, format } = usePanel();
  const someCanBeRetried = records.some(mayTryAgain);
  return (
    <DataTable
      caption={t('activity.caption')}
      rows={records}
      rowKey={recordKey}
      columns={[
        {
          key: 'record',
          header: t('activity.column.record'),
          render: (record) => <AppLink to={recordPath(record)}>{recordName(record, t)}</AppLink>,
        },
        {
          key: 'state',
          header: t('activity.column.state'),
          render: ({ state, reason, warnings }) => (
            <>
              <StateBadge state={state} /> {t(`reason.${reason}`)}
              {warnings.map((warning) => (
                <Hint key={warning}>{t(`note.${warning}`)}</Hint>
              ))}
            </>
          ),
        },
        {
          key: 'amount',
          header: t('activity.column.amount'),
          align: 'right',
          render: ({ amount, currency }) => (amount === null ? null : format.money(amount, currency)),
        },
        {
          key: 'date',
          header: t('activity.column.date'),
          oneLine: true,
          render: ({ createdAt }) => format.dateTime(createdAt),
        },
        ...(someCanBeRetried
          ? [
              {
                key: 'actions',
                header: t('activity.column.actions'),
                mayBeBlank: true,
                render: (record: RecordView) =>
                  mayTryAgain(record) ? (
                    <Button
                      variant="secondary"
                      mobileWidth="auto"
                      isLoading={busy.has(recordKey(record))}
                      aria-label={t('activity.retryOne', { record: recordName(record, t) })}
                      onClick={() => {
                        onRetry(record);
                      }}
                    >
                      {t('activity.retry')}
                    </Button>
                  ) : null,
              },
            ]
          : []),
      ]}
    />
  );
}
