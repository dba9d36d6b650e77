import { Panel as Card } from '@bigcommerce/big-design';
import { ExportButton } from '../activity/export-button.tsx';
import { usePanel } from '../panel-context.ts';
import { useRouteQuery, useStatus } from '../queries.ts';
import { Facts, Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Screen } from '../ui/screen.tsx';
import { DisconnectCard } from './disconnect-card.tsx';
import { EraseCard } from './erase-card.tsx';
import { FreezeCard } from './freeze-card.tsx';

/** What is kept, and how to pause, disconnect, erase and export it. */
export default function PrivacyScreen() {
  const { t, format } = usePanel();
  const status = useStatus();
  const paused = (status.data?.freeze ?? null) !== null;
  const privacy = useRouteQuery('getPrivacy', {}, { pollEvery: () => (paused ? 5_000 : false) });
  return (
    <Screen title={t('privacy.title')} description={t('privacy.about')}>
      <Stack $gap="xLarge">
        <Loaded query={status} skeleton={['12rem', '10rem']}>
          {(known) => (
            <Stack $gap="xLarge">
              <FreezeCard status={known} />
              <DisconnectCard aiq={known.aiq} />
            </Stack>
          )}
        </Loaded>
        <EraseCard />
        <Loaded query={privacy} skeleton={['12rem', '10rem']}>
          {({ records, pausedChanges, users, purgeDays }) => (
            <Stack $gap="xLarge">
              <Card header={t('stored.title')} description={t('stored.about')} marginBottom="none">
                <Stack>
                  <Facts>
                    <dt>{t('stored.records')}</dt>
                    <dd>{format.count(records)}</dd>
                    <dt>{t('stored.pausedChanges')}</dt>
                    <dd>{format.count(pausedChanges)}</dd>
                    <dt>{t('stored.users')}</dt>
                    <dd>{format.count(users)}</dd>
                  </Facts>
                  <ExportButton text={t('stored.export')} filter={{}} />
                </Stack>
              </Card>
              <Card header={t('uninstall.title')} marginBottom="none">
                <ul style={{ margin: 0, paddingInlineStart: '1.25rem', lineHeight: 1.6 }}>
                  <li>{t('uninstall.atOnce')}</li>
                  <li>{t('uninstall.later', { count: purgeDays })}</li>
                  <li>{t('uninstall.again')}</li>
                  <li>{t('uninstall.asked')}</li>
                  <li>{t('uninstall.aiq')}</li>
                </ul>
              </Card>
            </Stack>
          )}
        </Loaded>
      </Stack>
    </Screen>
  );
}
