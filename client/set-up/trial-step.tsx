import { Button } from '@bigcommerce/big-design';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type RefObject } from 'react';
import type { Trial } from '../../shared/views/set-up.ts';
import type { WaitingReason } from '../../shared/sync.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction, useRouteQuery } from '../queries.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Failure } from '../ui/failure.tsx';
import { Row, Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Quote } from '../ui/quote.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import type { PlainKey, Translate } from '../words/message.ts';

/** What pressing the trial's button does now. */
function buttonText({ state, items }: Trial): PlainKey {
  if (state === 'not-started' || state === 'running') return 'trial.start';
  return state === 'done' && items.length > 0 ? 'trial.again' : 'common.tryAgain';
}

/** The ten newest orders first, with AIQ's answers; then everything. */
export default function TrialStep({ onStarted }: { onStarted: () => void }) {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const keepStatus = useKeepStatus();
  const trial = useRouteQuery(
    'getTrial',
    {},
    { pollEvery: (known) => (known?.state === 'running' ? 1_500 : false) },
  );
  const decision = useRef<HTMLDivElement>(null);
  useScrollWhenDone(trial.data?.state, decision);

  const start = useRouteAction('startTrial', (fresh) => {
    client.setQueryData(['getTrial', {}], fresh);
  });
  const startSync = useRouteAction('startSync', (status) => {
    keepStatus(status);
    announce(t('trial.started'));
    onStarted();
  });
  const runTrial = () => {
    start.mutate({});
  };
  const runSync = () => {
    startSync.mutate({});
  };
  return (
    <Stack>
      <span>{t('trial.about')}</span>
      {start.isError ? <Failure error={start.error} onRetry={runTrial} /> : null}
      {startSync.isError ? <Failure error={startSync.error} onRetry={runSync} /> : null}
      <Loaded query={trial} skeleton={['8rem']}>
        {(known) => (
          <Stack>
            <div role="status">
              <TrialState trial={known} />
            </div>
            <Row ref={decision}>
              {known.state === 'done' ? (
                <Button mobileWidth="auto" isLoading={startSync.isPending} onClick={runSync}>
                  {t(known.items.length === 0 ? 'trial.startEmpty' : 'trial.startSync')}
                </Button>
              ) : null}
              <Button
                mobileWidth="auto"
                variant={known.state === 'done' ? 'subtle' : 'primary'}
                isLoading={start.isPending || known.state === 'running'}
                onClick={runTrial}
              >
                {t(buttonText(known))}
              </Button>
            </Row>
            {known.items.length > 0 ? <TrialTable trial={known} /> : null}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

/** What to do next is not left below the edge of a low window. */
function useScrollWhenDone(state: Trial['state'] | undefined, decision: RefObject<HTMLElement | null>): void {
  const before = useRef(state);
  useEffect(() => {
    const isNews = before.current !== undefined && before.current !== state;
    if (isNews && (state === 'done' || state === 'failed'))
      decision.current?.scrollIntoView({ block: 'nearest' });
    before.current = state;
  }, [state, decision]);
}

function TrialState({ trial: { state, items, error } }: { trial: Trial }) {
  const { t } = usePanel();
  if (state === 'not-started') return null;
  if (state === 'running') return <Notice tone="info">{t('trial.running')}</Notice>;
  if (state === 'failed') {
    return (
      <Notice tone="danger" title={t('trial.failed')}>
        {error === null ? null : whatIsInTheWay(error, t)}
      </Notice>
    );
  }
  if (items.length === 0) return <Notice tone="info">{t('trial.none')}</Notice>;
  const fine = items.every((item) => item.state === 'sent' || item.state === 'skipped');
  const sent = items.filter((item) => item.state === 'sent').length;
  const skipped = items.filter((item) => item.state === 'skipped').length;
  return (
    <Notice tone={fine ? 'success' : 'warning'} title={t('trial.done', { sent, total: items.length })}>
      {skipped > 0 ? `${t('trial.skipped', { count: skipped })} ` : ''}
      {t('trial.look')}
    </Notice>
  );
}

/** What the merchant can remove is explained; the rest passes, and is tried again. */
function whatIsInTheWay(error: WaitingReason, t: Translate): string {
  if (error === 'key-refused' || error === 'frozen') return t(`explain.${error}`);
  return t('trial.failed.text', { reason: t(`reason.${error}`) });
}

function TrialTable({ trial }: { trial: Trial }) {
  const { t, format } = usePanel();
  return (
    <DataTable
      caption={t('trial.caption')}
      rows={trial.items}
      rowKey={({ orderId }) => orderId}
      columns={[
        {
          key: 'order',
          header: t('trial.order'),
          render: ({ orderId }) => t('activity.record', { kind: t('kind.order'), id: orderId }),
        },
        {
          key: 'date',
          header: t('trial.date'),
          oneLine: true,
          render: ({ createdAt }) => format.dateTime(createdAt),
        },
        {
          key: 'amount',
          header: t('trial.amount'),
          align: 'right',
          render: ({ amount, currency }) => (amount === null ? null : format.money(amount, currency)),
        },
        {
          key: 'answer',
          header: t('trial.answer'),
          render: ({ state, reason, detail }) => (
            <>
              <StateBadge state={state} /> {t(`reason.${reason}`)}
              <Quote reason={reason} detail={detail} />
            </>
          ),
        },
      ]}
    />
  );
}
