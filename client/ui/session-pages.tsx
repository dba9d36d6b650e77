import { Panel as Card, Text } from '@bigcommerce/big-design';
import { Page, Header } from '@bigcommerce/big-design-patterns';
import type { Translate } from '../words/message.ts';
import { Notice } from './notice.tsx';
import { SkeletonBlock } from './skeleton.tsx';

const appName = 'AIQ Marketing + Loyalty';

/** The page before the session is there; without words until they are. */
export function OpeningPage({ text }: { text: string | undefined }) {
  return (
    <Page>
      <div role="status" aria-label={text ?? appName}>
        <SkeletonBlock $height="2.5rem" $width="14rem" style={{ marginBottom: '1.5rem' }} />
        <SkeletonBlock $height="9rem" style={{ marginBottom: '1rem' }} />
        <SkeletonBlock $height="16rem" />
      </div>
    </Page>
  );
}

/** Opening the session failed in a way that may pass. */
export function FailedPage({ t, onRetry }: { t: Translate; onRetry: () => void }) {
  return (
    <Page header={<Header title={appName} />}>
      <Notice
        tone="danger"
        role="alert"
        title={t('error.unavailable.title')}
        actions={[{ text: t('common.tryAgain'), onClick: onRetry, variant: 'primary' }]}
      >
        {t('error.unavailable.text')}
      </Notice>
    </Page>
  );
}

/** No session and none to go on with. */
export function NeverOpenedPage({ t }: { t: Translate }) {
  return (
    <Page header={<Header title={appName} />}>
      <Card header={t('session.never.title')}>
        <Text marginBottom="none">{t('session.never.text')}</Text>
      </Card>
    </Page>
  );
}
