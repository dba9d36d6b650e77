import { H3, Panel as Card, Small } from '@bigcommerce/big-design';
import { useId } from 'react';
import { styled } from 'styled-components';
import type { RecordDetail, RecordView } from '../../shared/views/activity.ts';
import { recordKinds } from '../../shared/sync.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteQuery } from '../queries.ts';
import { AppLink, useInnerNavigation } from '../ui/app-link.tsx';
import { Columns, Facts, Row, Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Quote } from '../ui/quote.tsx';
import { Screen } from '../ui/screen.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useNow } from '../ui/timing.ts';
import { recordKey, recordPath } from './record-list.tsx';
import { RecordMeaning } from './record-meaning.tsx';
import { recordName } from './record-name.ts';
import { recordToTimeline, type TimelineStep } from './record-timeline.ts';

/** "Where is this order?": one record from BigCommerce to AIQ, what it means and what can be done. */
export default function RecordScreen({ kind: wanted, id }: { kind: string; id: string }) {
  const { t } = usePanel();
  const goBack = useInnerNavigation('/activity');
  const kind = recordKinds.find((one) => one === wanted);
  const detail = useRouteQuery(
    'getRecord',
    { params: { kind: kind ?? 'order', id } },
    {
      enabled: kind !== undefined,
      pollEvery: (known) =>
        known && (known.record?.state === 'waiting' || known.pendingSince !== null) ? 3_000 : false,
    },
  );
  return (
    <Screen
      title={recordName({ kind: kind ?? 'order', id }, t)}
      backLink={{ text: t('common.back'), href: '/activity', onClick: goBack }}
    >
      {kind === undefined ? (
        <Notice tone="warning" title={t('record.unknown.title')}>
          {t('record.unknown.text')}
        </Notice>
      ) : (
        <Loaded query={detail} skeleton={['8rem', '16rem']}>
          {(known) => <Detail detail={known} />}
        </Loaded>
      )}
    </Screen>
  );
}

function Detail({ detail: { record, related, channelName, pendingSince } }: { detail: RecordDetail }) {
  const { t, format } = usePanel();
  const now = useNow();
  if (record === null) {
    return (
      <Notice tone={pendingSince ? 'info' : 'warning'} role="status" title={t('record.unknown.title')}>
        {pendingSince
          ? t('record.unknown.pending', { time: format.ago(pendingSince, now) })
          : t('record.unknown.text')}
      </Notice>
    );
  }
  return (
    <Stack $gap="xLarge">
      {pendingSince ? (
        <Notice tone="info" role="status">
          {t('record.pending', { time: format.dateTime(pendingSince) })}
        </Notice>
      ) : null}
      <RecordMeaning record={record} />
      <Columns $least="20rem">
        <Card header={t('record.timeline')} marginBottom="none">
          <Timeline record={record} />
        </Card>
        <RecordFacts record={record} channelName={channelName} related={related} />
      </Columns>
    </Stack>
  );
}

const Line = styled.ol`
  margin: 0;
  padding: 0;
  list-style: none;
  li {
    position: relative;
    padding: 0 0 ${({ theme }) => theme.spacing.large} ${({ theme }) => theme.spacing.xLarge};
    border-inline-start: 2px solid ${({ theme }) => theme.colors.secondary30};
    margin-inline-start: 7px;
  }
  li:last-child {
    border-color: transparent;
    padding-bottom: 0;
  }
  li::before {
    content: '';
    position: absolute;
    inset-inline-start: -8px;
    top: 4px;
    width: 10px;
    height: 10px;
    border: 2px solid ${({ theme }) => theme.colors.secondary40};
    border-radius: 50%;
    background: ${({ theme }) => theme.colors.white};
  }
  li[data-state='done']::before {
    border-color: ${({ theme }) => theme.colors.success50};
    background: ${({ theme }) => theme.colors.success50};
  }
  li[data-state='now']::before {
    border-color: ${({ theme }) => theme.colors.primary};
  }
`;

function Timeline({ record }: { record: RecordView }) {
  const { t } = usePanel();
  const time = ({ at, state }: TimelineStep) => {
    if (at !== null) return <Moment at={at} />;
    return t(state === 'none' ? 'record.step.notSent' : 'record.step.notYet');
  };
  return (
    <Line>
      {recordToTimeline(record).map((step) => (
        <li key={step.title} data-state={step.state}>
          <strong>{t(step.title)}</strong>
          <br />
          {time(step)}
        </li>
      ))}
      <li data-state={record.state === 'sent' ? 'done' : 'open'}>
        <strong>{t(hasAnswer(record) ? 'record.step.answer' : 'record.step.outcome')}</strong>
        <br />
        {t(record.state === 'waiting' ? 'record.step.notYet' : `reason.${record.reason}`)}
        {record.state === 'sent' && record.sentAt !== null ? (
          <>
            {' · '}
            <Moment at={record.sentAt} />
          </>
        ) : null}{' '}
        <Quote reason={record.reason} detail={record.detail} />
        {record.attempts > 1 ? (
          <Small marginBottom="none">{t('record.attempts', { count: record.attempts })}</Small>
        ) : null}
      </li>
    </Line>
  );
}

/** To the second: how quickly one step followed the other is what is asked here. */
function Moment({ at }: { at: string }) {
  const { format } = usePanel();
  return <time dateTime={at}>{format.exactTime(at)}</time>;
}

/** Whether the last step is AIQ's own answer, given or awaited: what we skip or park ourselves never got that far. */
function hasAnswer({ state, reason }: RecordView): boolean {
  return state === 'sent' || state === 'waiting' || reason === 'aiq-rejected';
}

const hasNoBuyer: ReadonlySet<RecordView['kind']> = new Set(['product', 'signup']);

function RecordFacts({
  record,
  channelName,
  related,
}: Omit<RecordDetail, 'record' | 'pendingSince'> & { record: RecordView }) {
  const { t, format } = usePanel();
  const hasBuyer = !hasNoBuyer.has(record.kind);
  if (!hasBuyer && record.amount === null && record.channelId === null && related.length === 0) return null;
  return (
    <Card header={t('record.facts')} marginBottom="none">
      <Stack>
        <Facts>
          {record.amount === null ? null : (
            <>
              <dt>{t('record.amount')}</dt>
              <dd>{format.money(record.amount, record.currency)}</dd>
            </>
          )}
          {hasBuyer ? (
            <>
              <dt>{t('record.customer')}</dt>
              <dd>
                {record.customerId === null ? (
                  t('record.guest')
                ) : (
                  <>
                    {record.customerId}
                    {' · '}
                    <AppLink to={`/activity?why=${encodeURIComponent(record.customerId)}`}>
                      {t('activity.ask.shopper')}
                    </AppLink>
                  </>
                )}
              </dd>
            </>
          ) : null}
          {record.channelId === null ? null : (
            <>
              <dt>{t('record.channel')}</dt>
              <dd>{channelName ?? record.channelId}</dd>
            </>
          )}
        </Facts>
        <Related title={t('record.related.refunds')} records={related.filter(isRefund)} />
        <Related title={t('record.related.order')} records={related.filter(({ kind }) => kind === 'order')} />
        <Related title={t('record.related.shopper')} records={related.filter(isOfShopper)} />
      </Stack>
    </Card>
  );
}

function isRefund({ kind }: RecordView): boolean {
  return kind === 'refund';
}

function isOfShopper({ kind }: RecordView): boolean {
  return kind === 'enrolment' || kind === 'opt-in';
}

/** Records that belong to the one shown. */
function Related({ title, records }: { title: string; records: readonly RecordView[] }) {
  const { t, format } = usePanel();
  const heading = useId();
  if (records.length === 0) return null;
  return (
    <section aria-labelledby={heading}>
      <H3 id={heading} marginBottom="xSmall">
        {title}
      </H3>
      <Stack as="ul" $gap="xSmall" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {records.map((one) => (
          <li key={recordKey(one)}>
            <Row>
              <AppLink to={recordPath(one)}>{recordName(one, t)}</AppLink>
              <StateBadge state={one.state} />
              {one.amount === null ? null : format.money(one.amount, one.currency)}
            </Row>
          </li>
        ))}
      </Stack>
    </section>
  );
}
