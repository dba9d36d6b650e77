import { Button, H2 } from '@bigcommerce/big-design';
import { usePanel } from '../panel-context.ts';
import { useRouteQuery } from '../queries.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Row, Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { PlainCard } from '../ui/plain-card.tsx';
import { useNow } from '../ui/timing.ts';
import { explainShopper, type Finding } from './explain-shopper.ts';
import { recordName } from './record-name.ts';
import { reasonToRemedy } from './record-remedy.ts';

/** "Why no points?" for one shopper. */
export function ShopperExplanation({ shopper, onClose }: { shopper: string; onClose: () => void }) {
  const { t } = usePanel();
  const now = useNow(60_000);
  const found = useRouteQuery('listRecords', { query: { search: shopper, limit: 100 } });
  return (
    <PlainCard>
      <Stack>
        <Row style={{ justifyContent: 'space-between' }}>
          <H2 marginBottom="none">
            {t('why.title', {
              shopper: shopper.includes('@') ? shopper : recordName({ kind: 'customer', id: shopper }, t),
            })}
          </H2>
          <Button variant="subtle" mobileWidth="auto" onClick={onClose}>
            {t('why.close')}
          </Button>
        </Row>
        <span>{t('why.about')}</span>
        <Loaded query={found} skeleton={['4rem', '4rem']}>
          {({ records }) => {
            const findings = explainShopper(records, now);
            if (findings.length === 0) {
              return (
                <Notice tone="warning" role="status" title={t('why.none.title')}>
                  {t('why.none.text')}
                </Notice>
              );
            }
            return (
              <Stack
                as="ul"
                $gap="small"
                style={{ listStyle: 'none', padding: 0, margin: 0 }}
                aria-live="polite"
              >
                {findings.map((finding, index) => (
                  <li key={index}>
                    <FindingNotice finding={finding} />
                  </li>
                ))}
              </Stack>
            );
          }}
        </Loaded>
      </Stack>
    </PlainCard>
  );
}

function FindingNotice({ finding }: { finding: Finding }) {
  const { t, format } = usePanel();
  const now = useNow();
  if (finding.says === 'order') {
    const { id, reason } = finding.order;
    const remedy = reasonToRemedy(reason);
    return (
      <Notice tone={finding.tone} title={t('why.order', { id, reason: t(`reason.${reason}`) })}>
        {t(`explain.${reason}`)} {remedy ? <AppLink to={remedy.to}>{t(remedy.text)}</AppLink> : null}
      </Notice>
    );
  }
  if (finding.says === 'refund') {
    const amount = format.money(finding.amount.replace(/^-/, ''), finding.currency);
    return <Notice tone={finding.tone}>{t('why.refund', { amount })}</Notice>;
  }
  if (finding.says === 'recent') {
    const { id, sentAt } = finding;
    return <Notice tone={finding.tone}>{t('why.recent', { id, time: format.ago(sentAt, now) })}</Notice>;
  }
  return (
    <Notice tone={finding.tone}>
      {t(`why.${finding.says}`)}{' '}
      {finding.says === 'not-enrolled' ? <AppLink to="/options">{t('record.remedy.options')}</AppLink> : null}
    </Notice>
  );
}
