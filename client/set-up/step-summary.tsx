import type { MappingView } from '../../shared/views/mapping.ts';
import type { Status } from '../../shared/views/status.ts';
import { ageGateWording } from '../../shared/rules.ts';
import type { History } from '../../shared/settings.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteQuery } from '../queries.ts';
import { useUserNames } from '../user-names.ts';
import { Facts, Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import type { SetUpStep } from './steps.ts';

interface StepSummaryProps {
  step: SetUpStep;
  status: Status;
  /** As long as there are steps to come, which should not be pushed off the screen. */
  brief: boolean;
}

/** What was decided in a step that is done; nothing for one that is not. */
export function StepSummary({ step, status: { aiq, setup }, brief }: StepSummaryProps) {
  const { t, format } = usePanel();
  if (step === 'link') return aiq ? <LinkSummary aiq={aiq} brief={brief} /> : null;
  if (step === 'age-gate') return setup.ageGate ? <AgeGateSummary ageGate={setup.ageGate} /> : null;
  if (step === 'mapping')
    return setup.mappingSavedAt ? <MappingSummary savedAt={setup.mappingSavedAt} /> : null;
  if (step === 'history') return setup.history ? <HistorySummary history={setup.history} /> : null;
  return setup.startedAt ? (
    <span>{t('trial.finished', { time: format.dateTime(setup.startedAt) })}</span>
  ) : null;
}

/** The link as it stands, with AIQ's answer. */
function LinkSummary({ aiq, brief }: { aiq: NonNullable<Status['aiq']>; brief: boolean }) {
  const { t, format } = usePanel();
  return (
    <Stack $gap="small">
      {aiq.state === 'refused' ? (
        <Notice tone="danger">{t('link.refused')}</Notice>
      ) : aiq.stores.length === 0 ? (
        <Notice tone="warning">{t('link.noStores')}</Notice>
      ) : (
        <span>{t('link.connected', { count: aiq.stores.length })}</span>
      )}
      {brief ? null : (
        <Facts>
          <dt>{t('link.connectionName')}</dt>
          <dd>{aiq.connectionName}</dd>
          <dt>{t('link.uid')}</dt>
          <dd>{aiq.uid}</dd>
          <dt>{t('link.key')}</dt>
          <dd>{t('link.keyShown', { last4: aiq.keyLast4 })}</dd>
          <dt>{t('link.stores')}</dt>
          <dd>
            {aiq.stores.length === 0 ? t('common.none') : aiq.stores.map(({ name }) => name).join(', ')}
          </dd>
          <dt>{t('link.linkedAt')}</dt>
          <dd>{format.dateTime(aiq.linkedAt)}</dd>
        </Facts>
      )}
    </Stack>
  );
}

/** Who confirmed, and when. */
function AgeGateSummary({ ageGate }: { ageGate: NonNullable<Status['setup']['ageGate']> }) {
  const { t, format } = usePanel();
  const nameOf = useUserNames();
  return (
    <Stack $gap="xSmall">
      <q lang="en">{ageGateWording}</q>
      <span>
        {t('ageGate.done', {
          time: format.dateTime(ageGate.confirmedAt),
          user: nameOf(ageGate.confirmedBy),
        })}
      </span>
    </Stack>
  );
}

/** What is mapped. */
function MappingSummary({ savedAt }: { savedAt: string }) {
  const { t, format } = usePanel();
  const view: MappingView | undefined = useRouteQuery('getMapping', {}).data;
  const mapped = view ? Object.keys(view.mapping.channels).length : 0;
  return (
    <Stack $gap="xSmall">
      {view ? (
        <span>
          {mapped === 0 && view.mapping.fallback !== null ? null : t('mapping.done', { count: mapped })}{' '}
          {view.mapping.fallback === null
            ? null
            : t('mapping.doneFallback', { store: view.mapping.fallback })}
        </span>
      ) : null}
      <span>{t('mapping.doneSaved', { time: format.dateTime(savedAt) })}</span>
    </Stack>
  );
}

/** What was chosen. */
function HistorySummary({ history }: { history: History }) {
  const { t, format } = usePanel();
  if (history.from === 'date') return <span>{t('history.doneDate', { day: format.day(history.date) })}</span>;
  return <span>{t(history.from === 'everything' ? 'history.doneEverything' : 'history.doneNothing')}</span>;
}
