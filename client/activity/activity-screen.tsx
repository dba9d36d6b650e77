import { Tabs } from '@bigcommerce/big-design';
import { useSearch } from 'wouter';
import { usePanel } from '../panel-context.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { Stack } from '../ui/layout.ts';
import { Screen } from '../ui/screen.tsx';
import { AskCard } from './ask-card.tsx';
import { AuditTab } from './audit-tab.tsx';
import { searchToFilter } from './record-filter.ts';
import { recordPath } from './record-list.tsx';
import { RecordsTab } from './records-tab.tsx';
import { ShopperExplanation } from './shopper-explanation.tsx';

/** Every record, the two questions about one of them, and who changed what. */
export default function ActivityScreen() {
  const { t } = usePanel();
  const navigate = useNavigate();
  const search = useSearch();
  const params = new URLSearchParams(search);
  const audit = params.get('view') === 'audit';
  const why = params.get('why');
  return (
    <Screen title={t('activity.title')} description={t('activity.about')}>
      <Stack>
        <AskCard
          onOrder={(id) => {
            navigate(recordPath({ kind: 'order', id }));
          }}
          onShopper={(shopper) => {
            navigate(`/activity?why=${encodeURIComponent(shopper)}`);
          }}
        />
        {why ? (
          <ShopperExplanation
            shopper={why}
            onClose={() => {
              navigate('/activity');
            }}
          />
        ) : null}
        <Tabs
          aria-label={t('activity.title')}
          activeTab={audit ? 'audit' : 'records'}
          items={[
            { id: 'records', title: t('activity.tab.records'), ariaControls: 'activity-tab' },
            { id: 'audit', title: t('activity.tab.audit'), ariaControls: 'activity-tab' },
          ]}
          onTabClick={(tab) => {
            navigate(tab === 'audit' ? '/activity?view=audit' : '/activity', { replace: true });
          }}
        />
        <div
          id="activity-tab"
          role="tabpanel"
          aria-label={t(audit ? 'activity.tab.audit' : 'activity.tab.records')}
        >
          {audit ? <AuditTab /> : <RecordsTab filter={why ? { search: why } : searchToFilter(search)} />}
        </div>
      </Stack>
    </Screen>
  );
}
