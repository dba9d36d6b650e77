import { Button } from '@bigcommerce/big-design';
import { useInfiniteQuery } from '@tanstack/react-query';
import { usePanel } from '../panel-context.ts';
import { useUserNames } from '../user-names.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';
import { PlainCard } from '../ui/plain-card.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { auditActionToText, auditDetailsToTexts } from './audit-words.ts';

/** Who changed what, newest first. */
export function AuditTab() {
  const { t, format, call } = usePanel();
  const nameOf = useUserNames();
  const log = useInfiniteQuery({
    queryKey: ['listAudit', 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call('listAudit', { query: pageParam ? { before: pageParam } : {} }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <PlainCard>
      <Stack>
        {log.isError ? (
          <Failure
            error={log.error}
            onRetry={() => {
              void (entries.length > 0 ? log.fetchNextPage() : log.refetch());
            }}
          />
        ) : null}
        {log.isPending ? <Skeleton heights={['2rem', '3rem', '3rem', '3rem']} /> : null}
        {log.isSuccess && entries.length === 0 ? <Notice tone="info">{t('audit.empty')}</Notice> : null}
        {entries.length > 0 ? (
          <DataTable
            caption={t('audit.caption')}
            rows={entries.map((entry, index) => ({ ...entry, key: `${entry.at} ${String(index)}` }))}
            rowKey={({ key }) => key}
            columns={[
              {
                key: 'what',
                header: t('audit.what'),
                render: (entry) => (
                  <>
                    {auditActionToText(entry.action, t)}
                    {auditDetailsToTexts(entry, t).map((text) => (
                      <small key={text} style={{ display: 'block', fontWeight: 400 }}>
                        {text}
                      </small>
                    ))}
                  </>
                ),
              },
              {
                key: 'who',
                header: t('audit.who'),
                render: ({ userId }) => (userId === null ? t('audit.system') : nameOf(userId)),
              },
              {
                key: 'when',
                header: t('audit.when'),
                oneLine: true,
                render: ({ at }) => format.dateTime(at),
              },
            ]}
          />
        ) : null}
        {log.hasNextPage ? (
          <div>
            <Button
              variant="secondary"
              mobileWidth="auto"
              isLoading={log.isFetchingNextPage}
              onClick={() => {
                void log.fetchNextPage();
              }}
            >
              {t('audit.older')}
            </Button>
          </div>
        ) : null}
      </Stack>
    </PlainCard>
  );
}
