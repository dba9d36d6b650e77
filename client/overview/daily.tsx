import { Panel as Card, Text } from '@bigcommerce/big-design';
import { lazy, Suspense } from 'react';
import { styled } from 'styled-components';
import type { Overview } from '../../shared/views/overview.ts';
import { usePanel } from '../panel-context.ts';
import { DataTable } from '../ui/data-table.tsx';
import { SkeletonBlock } from '../ui/skeleton.tsx';

const DailyChart = lazy(() => import('./daily-chart.tsx'));

const Details = styled.details`
  margin-top: ${({ theme }) => theme.spacing.small};
  summary {
    cursor: pointer;
    color: ${({ theme }) => theme.colors.primary60};
    width: fit-content;
  }
`;

/** The chart of records a day, with the same figures as a table that leaves out empty days. */
export function Daily({ daily }: { daily: Overview['daily'] }) {
  const { t, format } = usePanel();
  return (
    <Card header={t('overview.chart.title')} marginBottom="none">
      {!daily.some(hasRecords) ? (
        <Text color="secondary60" marginBottom="none">
          {t('overview.chart.empty')}
        </Text>
      ) : (
        <>
          <div role="img" aria-label={t('overview.chart.about')} style={{ height: 240, overflow: 'hidden' }}>
            <Suspense fallback={<SkeletonBlock $height="240px" />}>
              <DailyChart daily={daily} />
            </Suspense>
          </div>
          <Details>
            <summary>{t('overview.chart.table')}</summary>
            <DataTable
              caption={t('overview.chart.title')}
              rows={daily.filter(hasRecords).reverse()}
              rowKey={({ day }) => day}
              columns={[
                { key: 'day', header: t('overview.chart.day'), render: ({ day }) => format.day(day) },
                ...(['sent', 'waiting', 'parked', 'skipped'] as const).map((state) => ({
                  key: state,
                  header: t(`state.${state}`),
                  align: 'right' as const,
                  render: (row: Overview['daily'][number]) => format.count(row[state]),
                })),
              ]}
            />
          </Details>
        </>
      )}
    </Card>
  );
}

function hasRecords({ sent, waiting, parked, skipped }: Overview['daily'][number]): boolean {
  return sent + waiting + parked + skipped > 0;
}
