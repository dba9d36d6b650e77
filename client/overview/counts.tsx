import { Panel as Card, Text } from '@bigcommerce/big-design';
import { CheckCircleIcon, WarningIcon } from '@bigcommerce/big-design-icons';
import type { Overview } from '../../shared/views/overview.ts';
import type { RecordState } from '../../shared/sync.ts';
import { usePanel } from '../panel-context.ts';
import { AppLink } from '../ui/app-link.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Stack } from '../ui/layout.ts';

type CountRow = Overview['rows'][number];

interface CountsProps {
  rows: readonly CountRow[];
  checking: boolean;
  onCheck: () => void;
}

/** Every record of the store is in one of four states, and the difference to BigCommerce's own count is 0. */
export function Counts({ rows, checking, onCheck }: CountsProps) {
  const { t, format } = usePanel();
  const stateColumn = (state: RecordState): Column<CountRow> => ({
    key: state,
    header: t(`state.${state}`),
    align: 'right',
    render: (row) => (
      <StateCount
        kind={row.kind}
        state={state}
        count={row[state]}
        isListed={state !== 'waiting' || row.unread === 0}
      />
    ),
  });
  return (
    <Card
      header={t('overview.counts.title')}
      description={t('overview.counts.about')}
      action={{
        text: t('overview.counts.check'),
        variant: 'secondary',
        mobileWidth: 'auto',
        isLoading: checking,
        onClick: onCheck,
      }}
      marginBottom="none"
    >
      <Stack>
        <DataTable
          caption={t('overview.counts.caption')}
          rows={rows.filter(isWorthARow)}
          rowKey={({ kind }) => kind}
          columns={[
            { key: 'kind', header: t('overview.counts.type'), render: ({ kind }) => t(`kinds.${kind}`) },
            {
              key: 'bigcommerce',
              header: t('overview.counts.bigcommerce'),
              align: 'right',
              render: ({ inBigcommerce }) =>
                inBigcommerce === null ? t('overview.counts.noCount') : format.count(inBigcommerce),
            },
            stateColumn('sent'),
            stateColumn('waiting'),
            stateColumn('parked'),
            stateColumn('skipped'),
            {
              key: 'difference',
              header: t('overview.counts.difference'),
              align: 'right',
              render: ({ difference }) => <Difference difference={difference} />,
            },
          ]}
        />
        <Text color="secondary60">{t('overview.counts.statesHelp')}</Text>
      </Stack>
    </Card>
  );
}

const alwaysShown: ReadonlySet<CountRow['kind']> = new Set(['order', 'refund', 'customer']);

/** What only comes with an option, or with guests, is none of the merchant's business until there is some. */
function isWorthARow({ kind, sent, waiting, parked, skipped }: CountRow): boolean {
  return alwaysShown.has(kind) || sent + waiting + parked + skipped > 0;
}

interface StateCountProps {
  kind: CountRow['kind'];
  state: RecordState;
  count: number;
  /** Whether a list of all of them can be shown. */
  isListed: boolean;
}

function StateCount({ kind, state, count, isListed }: StateCountProps) {
  const { t, format } = usePanel();
  const number = format.count(count);
  if (count === 0 || !isListed) return <>{number}</>;
  return (
    <AppLink
      to={`/activity?kind=${kind}&state=${state}`}
      aria-label={t('overview.counts.show', { kind: t(`kinds.${kind}`), state: t(`state.${state}`), number })}
    >
      {number}
    </AppLink>
  );
}

function Difference({ difference }: { difference: number | null }) {
  const { t, format } = usePanel();
  if (difference === null) return <span aria-label={t('overview.counts.noCount')}>–</span>;
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: '0.25rem', verticalAlign: 'top' }}>
      {difference === 0 ? (
        <CheckCircleIcon size="large" color="success50" title={t('overview.counts.agrees')} />
      ) : (
        <WarningIcon size="large" color="warning70" title={t('overview.counts.differs')} />
      )}
      {format.count(difference)}
    </span>
  );
}
