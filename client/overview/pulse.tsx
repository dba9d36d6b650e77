import { Panel as Card } from '@bigcommerce/big-design';
import type { Overview } from '../../shared/views/overview.ts';
import { usePanel } from '../panel-context.ts';
import { Facts, Hint } from '../ui/layout.ts';
import { useNow } from '../ui/timing.ts';

/** When something last came in, and how long a change has to wait. */
export function Pulse({ overview }: { overview: Overview }) {
  const { t, format } = usePanel();
  const now = useNow(5_000);
  const { lastWebhookAt, lastSweepAt, lagSeconds, problems } = overview;
  const webhooksGetLost = problems.some(({ code }) => code === 'webhooks-lost');
  return (
    <Card header={t('overview.pulse.title')} marginBottom="none">
      <Facts>
        <dt>{t('overview.pulse.webhook')}</dt>
        <dd>
          {lastWebhookAt ? <When instant={lastWebhookAt} now={now} /> : t('common.notYet')}
          {webhooksGetLost ? <Hint>{t('overview.pulse.webhooksLost')}</Hint> : null}
        </dd>
        <dt>{t('overview.pulse.sweep')}</dt>
        <dd>{lastSweepAt ? <When instant={lastSweepAt} now={now} /> : t('common.notYet')}</dd>
        <dt>{t('overview.pulse.lag')}</dt>
        <dd>
          {lagSeconds === null
            ? t('reason.frozen')
            : lagSeconds === 0
              ? t(webhooksGetLost ? 'overview.pulse.bySweep' : 'overview.pulse.noLag')
              : format.duration(lagSeconds)}
        </dd>
      </Facts>
    </Card>
  );
}

function When({ instant, now }: { instant: string; now: number }) {
  const { format } = usePanel();
  return (
    <time dateTime={instant} title={format.dateTime(instant)}>
      {format.ago(instant, now)}
    </time>
  );
}
