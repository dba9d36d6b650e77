import { H1 } from '@bigcommerce/big-design';
import { Component, type ReactNode } from 'react';
import { PanelContext } from '../panel-context.ts';
import { PartNotLoaded } from './lazy-part.tsx';
import { Notice, type NoticeAction } from './notice.tsx';

interface Crash {
  error: unknown;
}

/** Shows words in place of a screen that failed to load or to render. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crash: Crash | null }> {
  static override contextType = PanelContext;
  declare context: React.ContextType<typeof PanelContext>;
  override state: { crash: Crash | null } = { crash: null };

  static getDerivedStateFromError(error: unknown): { crash: Crash } {
    return { crash: { error } };
  }

  override render(): ReactNode {
    const { crash } = this.state;
    if (crash === null || this.context === null) return this.props.children;
    const { t } = this.context;
    const { error } = crash;
    const reload: NoticeAction = {
      text: t('crash.reload'),
      onClick: () => {
        window.location.reload();
      },
    };
    if (!(error instanceof PartNotLoaded)) {
      return (
        <main style={{ padding: '2rem' }}>
          <H1>{t('crash.title')}</H1>
          <Notice tone="danger" role="alert" actions={[reload]}>
            {t('crash.text')}
          </Notice>
        </main>
      );
    }
    const again: NoticeAction = {
      text: t('common.tryAgain'),
      variant: 'primary',
      onClick: () => {
        error.forget();
        this.setState({ crash: null });
      },
    };
    return (
      <main style={{ padding: '2rem' }}>
        <H1>{t('notLoaded.title')}</H1>
        <Notice tone="warning" role="alert" actions={[again, reload]}>
          {t('notLoaded.text')}
        </Notice>
      </main>
    );
  }
}
