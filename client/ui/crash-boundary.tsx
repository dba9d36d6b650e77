import { Component, type ReactNode } from 'react';
import { PanelContext } from '../panel-context.ts';
import { PartNotLoaded } from './lazy-part.tsx';
import { Notice } from './notice.tsx';
import { Screen } from './screen.tsx';

interface CrashState {
  crash: { error: unknown } | null;
  /** Whether the app was asked if it is there, and what came of it. */
  asked: 'not' | 'asking' | 'no-answer';
}

/** Shows words in place of a screen that failed to load or to render. */
export class CrashBoundary extends Component<{ children: ReactNode }, CrashState> {
  static override contextType = PanelContext;
  declare context: React.ContextType<typeof PanelContext>;
  override state: CrashState = { crash: null, asked: 'not' };

  static getDerivedStateFromError(error: unknown): Pick<CrashState, 'crash'> {
    return { crash: { error } };
  }

  /** Loads the page again, but only from an app that answers: the browser's own error page has no way back. */
  reloadIfThere(): void {
    this.setState({ asked: 'asking' });
    this.context?.call('getStatus', {}).then(
      () => {
        window.location.reload();
      },
      () => {
        this.setState({ asked: 'no-answer' });
      },
    );
  }

  override render(): ReactNode {
    const { crash, asked } = this.state;
    if (crash === null || this.context === null) return this.props.children;
    const { t } = this.context;
    const notLoaded = crash.error instanceof PartNotLoaded;
    return (
      <Screen title={t(notLoaded ? 'notLoaded.title' : 'crash.title')}>
        <Notice
          tone={notLoaded ? 'warning' : 'danger'}
          role="alert"
          {...(asked === 'no-answer' ? { title: t('error.offline.title') } : {})}
          actions={[
            {
              text: t('crash.reload'),
              isLoading: asked === 'asking',
              onClick: () => {
                this.reloadIfThere();
              },
            },
          ]}
        >
          {t(notLoaded ? 'notLoaded.text' : 'crash.text')}
        </Notice>
      </Screen>
    );
  }
}
