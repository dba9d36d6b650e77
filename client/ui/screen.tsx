import type { ButtonProps } from '@bigcommerce/big-design';
import { ActionBar, Header, Page } from '@bigcommerce/big-design-patterns';
import { useEffect, useRef, type ReactNode } from 'react';
import { styled } from 'styled-components';
import { usePanel } from '../panel-context.ts';

interface ScreenAction extends Omit<ButtonProps, 'children' | 'mobileWidth'> {
  text: string;
}

interface ScreenProps {
  title: string;
  description?: string;
  /** The one primary action, and others, in the bar at the bottom. */
  actionBar?: readonly ScreenAction[];
  backLink?: { text: string; href: string; onClick: (event: React.MouseEvent) => void };
  children: ReactNode;
}

const Frame = styled.div`
  flex: 1;
  display: flex;
  flex-direction: column;
  > div {
    flex: 1;
    min-height: 0;
    min-width: 0;
    grid-template-columns: minmax(0, 1fr);
  }
  main,
  header {
    min-width: 0;
  }
  /* Room for actions, which no screen has up here. */
  header div {
    margin-bottom: 0;
  }
  /* The back link's own grey is too pale to read. */
  header a {
    color: ${({ theme }) => theme.colors.secondary60};
  }
`;

/** True until the first screen has been shown: a page that just opened keeps its focus where the browser put it. */
let firstScreen = true;

/** The frame of every screen. Names the window and moves the focus to the heading when the route changed. */
export function Screen({ title, description, actionBar = [], backLink, children }: ScreenProps) {
  const { t } = usePanel();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.title = t('shell.windowTitle', { screen: title });
  }, [t, title]);
  useEffect(() => {
    const heading = frame.current?.querySelector('h1');
    if (heading && !firstScreen) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    firstScreen = false;
  }, []);
  return (
    <Frame ref={frame}>
      <Page
        header={
          <Header
            title={title}
            {...(description ? { description } : {})}
            {...(backLink ? { backLink } : {})}
          />
        }
        actionBar={<ActionBar actions={[...actionBar]} />}
      >
        {children}
      </Page>
    </Frame>
  );
}
