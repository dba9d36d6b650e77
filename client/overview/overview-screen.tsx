import { Text } from '@bigcommerce/big-design';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { styled } from 'styled-components';
import type { Overview } from '../../shared/views/overview.ts';
import type { Status } from '../../shared/views/status.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteAction, useRouteQuery, useStatus } from '../queries.ts';
import { countDone, setUpSteps } from '../set-up/steps.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice, type Tone } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Counts } from './counts.tsx';
import { Daily } from './daily.tsx';
import { HistoryProgress } from './history-progress.tsx';
import { problemTones, type Remedy } from './problem-remedy.ts';
import { Problems } from './problems.tsx';
import { Pulse } from './pulse.tsx';
import { useLiveOverview } from './use-live-overview.ts';

const ChartAndPulse = styled.div`
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  align-items: start;
  gap: ${({ theme }) => theme.spacing.xLarge};
  ${({ theme }) => theme.breakpoints.desktop} {
    grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
  }
`;

const skeleton = ['4rem', '20rem', '9rem', '20rem'];

const healthTones: Readonly<Record<Overview['health'], Tone>> = {
  ok: 'success',
  working: 'info',
  attention: 'warning',
  stopped: 'danger',
  'not-set-up': 'info',
};

/** Is it healthy, is everything there, how far is it, and what needs attention. Follows the server. */
export default function OverviewScreen() {
  const { t } = usePanel();
  const status = useStatus();
  const known = status.data;
  const startedAt = known?.setup.startedAt ?? null;
  const live = useLiveOverview(startedAt !== null);
  const overview = useRouteQuery(
    'getOverview',
    {},
    { enabled: startedAt !== null, pollEvery: () => (live ? false : 4_000) },
  );
  return (
    <Screen title={t('overview.title')}>
      {known === undefined || startedAt === null ? (
        <Loaded query={status} skeleton={skeleton}>
          {(unfinished) => <NotSetUp status={unfinished} />}
        </Loaded>
      ) : (
        // The figures alone tell how old they are, whatever became of a newer look at the status.
        <Loaded query={overview} skeleton={skeleton}>
          {(figures) => <Figures overview={figures} status={known} />}
        </Loaded>
      )}
    </Screen>
  );
}

function NotSetUp({ status }: { status: Status }) {
  const { t } = usePanel();
  const navigate = useNavigate();
  return (
    <Notice
      tone="info"
      title={t('overview.notSetUp.title')}
      actions={[
        {
          text: t('overview.notSetUp.continue'),
          variant: 'primary',
          onClick: () => {
            navigate('/set-up');
          },
        },
      ]}
    >
      {t('overview.notSetUp.text')}{' '}
      {t('overview.notSetUp.progress', { count: countDone(status), total: setUpSteps.length })}
    </Notice>
  );
}

function Figures({ overview, status }: { overview: Overview; status: Status }) {
  const { t, format, announce } = usePanel();
  const navigate = useNavigate();
  const client = useQueryClient();
  // Stays where it was first seen: what ends while somebody looks on does not move the page.
  const [historyFirst] = useState(!isHistoryDone(overview));
  const history = <HistoryProgress history={overview.history} />;
  const check = useRouteAction('checkAgreement', (fresh) => {
    client.setQueryData(['getOverview', {}], fresh);
    announce(t('overview.counts.checked'));
  });
  const runCheck = () => {
    check.mutate({});
  };
  const remedy = (wanted: Remedy) => {
    if ('go' in wanted) navigate(wanted.go);
    else if (wanted.do === 'check-agreement') runCheck();
    else window.open(status.store.controlPanelUrl, '_blank', 'noopener');
  };
  return (
    <Stack $gap="xLarge">
      {/* A pause was somebody's decision: it is told as such below, not as a failure. */}
      {overview.frozenSince && overview.health === 'stopped' ? null : (
        <Notice
          tone={healthTones[overview.health]}
          role="status"
          title={t(`overview.health.${overview.health}`)}
        />
      )}
      {overview.frozenSince ? (
        <Notice
          tone="warning"
          role="status"
          title={t('overview.frozen.title', { time: format.dateTime(overview.frozenSince) })}
          actions={[
            {
              text: t('record.remedy.privacy'),
              onClick: () => {
                navigate('/privacy');
              },
            },
          ]}
        >
          {t('overview.frozen.text')}
        </Notice>
      ) : null}
      <Problems
        title={t('overview.problems')}
        problems={overview.problems.filter(({ code }) => problemTones[code] !== 'info')}
        busy={check.isPending}
        onRemedy={remedy}
      />
      {check.isError ? <Failure error={check.error} onRetry={runCheck} /> : null}
      {historyFirst ? history : null}
      <Counts rows={overview.rows} checking={check.isPending} onCheck={runCheck} />
      <Problems
        title={t('overview.notes')}
        problems={overview.problems.filter(({ code }) => problemTones[code] === 'info')}
        busy={check.isPending}
        onRemedy={remedy}
      />
      {historyFirst ? null : history}
      <ChartAndPulse>
        <Daily daily={overview.daily} />
        <Pulse overview={overview} />
      </ChartAndPulse>
      <Text color="secondary60" marginBottom="none">
        {t('overview.asOf', { time: format.time(overview.at) })}
      </Text>
    </Stack>
  );
}

function isHistoryDone({ history: { orders, customers } }: Overview): boolean {
  return orders.status === 'done' && customers.status === 'done';
}
