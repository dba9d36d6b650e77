import { Button } from '@bigcommerce/big-design';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordPage, RecordView } from '../../shared/views/activity.ts';
import type { RecordReason } from '../../shared/sync.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteAction } from '../queries.ts';
import type { Translate } from '../words/message.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Row, Stack } from '../ui/layout.ts';
import { PlainCard } from '../ui/plain-card.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ExportButton } from './export-button.tsx';
import { FilterForm } from './filter-form.tsx';
import { filterToPath, isEmptyFilter, type RecordFilter } from './record-filter.ts';
import { recordKey, RecordList } from './record-list.tsx';
import { isRetryable } from './record-remedy.ts';

const pageSize = 25;

/** The list of records with its filters; the filters are in the address. */
export function RecordsTab({ filter }: { filter: RecordFilter }) {
  const { t, call } = usePanel();
  const navigate = useNavigate();
  const pages = useInfiniteQuery({
    queryKey: ['listRecords', 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      call(
        'listRecords',
        { query: { ...filter, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const records = pages.data?.pages.flatMap((page) => page.records) ?? [];
  const total = pages.data?.pages[0]?.total ?? null;
  return (
    <Stack>
      <PlainCard>
        <FilterForm
          key={filter.search ?? ''}
          filter={filter}
          onChange={(changed) => {
            navigate(filterToPath(changed), { replace: true });
          }}
        />
      </PlainCard>
      <PlainCard>
        <Stack>
          {pages.isError ? (
            <Failure
              error={pages.error}
              onRetry={() => {
                void (records.length > 0 ? pages.fetchNextPage() : pages.refetch());
              }}
            />
          ) : null}
          {pages.isPending ? <Skeleton heights={['2rem', '3rem', '3rem', '3rem', '3rem']} /> : null}
          {pages.isSuccess && records.length === 0 ? <NoRecords filter={filter} /> : null}
          {records.length > 0 ? <Records records={records} total={total} filter={filter} /> : null}
          {pages.hasNextPage ? (
            <div>
              <Button
                variant="secondary"
                mobileWidth="auto"
                isLoading={pages.isFetchingNextPage}
                onClick={() => {
                  void pages.fetchNextPage();
                }}
              >
                {t('activity.more')}
              </Button>
            </div>
          ) : null}
        </Stack>
      </PlainCard>
    </Stack>
  );
}

function NoRecords({ filter }: { filter: RecordFilter }) {
  const { t } = usePanel();
  if (isEmptyFilter(filter)) {
    return (
      <Notice tone="info" role="status" title={t('activity.empty.freshTitle')}>
        {t('activity.empty.fresh')}
      </Notice>
    );
  }
  return (
    <Notice tone="info" role="status" title={t('activity.empty.title')}>
      {/* The overview counts as waiting what has no record yet, too. */}
      {t(filter.state === 'waiting' ? 'activity.empty.waiting' : 'activity.empty.filtered')}
    </Notice>
  );
}

interface RecordsProps {
  records: readonly RecordView[];
  total: RecordPage['total'];
  filter: RecordFilter;
}

function Records({ records, total, filter }: RecordsProps) {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const retry = useRouteAction('retryRecord', async () => {
    announce(t('activity.retried'));
    await client.invalidateQueries({ queryKey: ['listRecords'] });
  });
  return (
    <Stack>
      <Row style={{ justifyContent: 'space-between' }}>
        <span role="status">{shownToText(records.length, total, t)}</span>
        <Row>
          {filter.reason && isRetryable(filter.reason) ? <RetryAll reason={filter.reason} /> : null}
          <ExportButton text={t('activity.export')} filter={filter} />
        </Row>
      </Row>
      {retry.isError ? <Failure error={retry.error} /> : null}
      <RecordList
        records={records}
        busy={busy}
        onRetry={(record) => {
          const key = recordKey(record);
          setBusy((before) => new Set(before).add(key));
          retry.mutate(
            { params: { kind: record.kind, id: record.id } },
            {
              onSettled: () => {
                setBusy((before) => new Set([...before].filter((one) => one !== key)));
              },
            },
          );
        }}
      />
    </Stack>
  );
}

/** How many of how many. What came in after the count is on screen all the same. */
function shownToText(shown: number, total: RecordPage['total'], t: Translate): string {
  if (total === null) return t('activity.shown', { count: shown });
  if (total.more) return t('activity.shownOfMore', { count: shown, total: total.count });
  return total.count > shown
    ? t('activity.shownOf', { count: total.count, shown })
    : t('activity.shownAll', { count: shown });
}

function RetryAll({ reason }: { reason: RecordReason }) {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const retry = useRouteAction('retryReason', async ({ queued }) => {
    setAsking(false);
    announce(t('activity.retriedAll', { count: queued }));
    await client.invalidateQueries({ queryKey: ['listRecords'] });
  });
  return (
    <>
      {retry.isSuccess ? <span>{t('activity.retriedAll', { count: retry.data.queued })}</span> : null}
      <Button
        variant="secondary"
        mobileWidth="auto"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('activity.retryAll')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('activity.retryAll.title')}
          confirmText={t('activity.retry')}
          busy={retry.isPending}
          onConfirm={() => {
            retry.mutate({ body: { reason } });
          }}
          onCancel={() => {
            setAsking(false);
            retry.reset();
          }}
        >
          {retry.isError ? <Failure error={retry.error} /> : null}
          <span>{t('activity.retryAll.text', { reason: t(`reason.${reason}`) })}</span>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
