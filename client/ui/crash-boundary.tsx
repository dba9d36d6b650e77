import { H1 } from '@bigcommerce/big-design';
import { Component, type ReactNode } from 'react';
import { PanelContext } from '../panel-context.ts';
import { Notice } from './notice.tsx';

/** Shows words in place of a screen that failed to load or to render. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  static override contextType = PanelContext;
  declare context: React.ContextType<typeof PanelContext>;
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    if (!this.state.crashed || this.context === null) return this.props.children;
    const { t } = this.context;
    return (
      <main style={{ padding: '2rem' }}>
        <H1>{t('crash.title')}</H1>
        <Notice
          tone="danger"
          role="alert"
          actions={[
            {
              text: t('crash.reload'),
              onClick: () => {
                window.location.reload();
              },
            },
          ]}
        >
          {t('crash.text')}
        </Notice>
      </main>
    );
  }
}
