import { GlobalStyles } from '@bigcommerce/big-design';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { ThemeProvider } from 'styled-components';
import { Router } from 'wouter';
import { createFormat } from './format.ts';
import type { LeaveGuard } from './leave-guard.ts';
import type { Call, Open } from './panel-api.ts';
import { PanelContext, type Panel } from './panel-context.ts';
import { stateToSession, type SessionKeeper } from './session.ts';
import { Shell } from './shell.tsx';
import { CrashBoundary } from './ui/crash-boundary.tsx';
import { FailedPage, NeverOpenedPage, OpeningPage } from './ui/session-pages.tsx';
import { PanelStyle } from './ui/global-style.ts';
import { panelTheme } from './ui/theme.ts';
import { localeToLanguage } from '../shared/words/language.ts';
import { loadWords } from './words/load-words.ts';
import { createTranslate, type Messages } from './words/message.ts';

interface AppProps {
  keeper: SessionKeeper;
  call: Call;
  open: Open;
  leaveGuard: LeaveGuard;
  queryClient: QueryClient;
  /** The words of the session's language; null where they could not be loaded. */
  firstWords: Messages | null;
  arrivedByCode: boolean;
}

/** Theme, words, session: everything around the screens. */
export function App({ keeper, call, open, leaveGuard, queryClient, firstWords, arrivedByCode }: AppProps) {
  const state = useSyncExternalStore(keeper.subscribe, keeper.state);
  const session = stateToSession(state);
  const locale = session?.user.locale ?? navigator.language;
  const messages = useWords(locale, firstWords);
  const [announcement, setAnnouncement] = useState('');
  const announce = useCallback((text: string) => {
    // A repeated sentence is read again only when the text changes in between.
    setAnnouncement('');
    requestAnimationFrame(() => {
      setAnnouncement(text);
    });
  }, []);
  const language = useMemo(() => {
    const format = createFormat(locale);
    return messages ? { format, t: createTranslate(messages, format) } : null;
  }, [locale, messages]);
  const panel = useMemo<Panel | null>(
    () => (language && session ? { ...language, call, open, session, leaveGuard, announce } : null),
    [language, call, open, session, leaveGuard, announce],
  );

  const hasEnded = useRef(false);
  useEffect(() => {
    // What was refused meanwhile is asked again.
    if (state.phase === 'open' && hasEnded.current) void queryClient.invalidateQueries();
    hasEnded.current = state.phase === 'ended';
  }, [state.phase, queryClient]);

  return (
    <ThemeProvider theme={panelTheme}>
      <GlobalStyles />
      <PanelStyle />
      {state.phase === 'opening' || language === null ? (
        <OpeningPage text={language?.t('session.opening')} />
      ) : state.phase === 'failed' ? (
        <FailedPage
          t={language.t}
          onRetry={() => {
            void keeper.open();
          }}
        />
      ) : panel === null ? (
        <NeverOpenedPage t={language.t} />
      ) : (
        <QueryClientProvider client={queryClient}>
          <PanelContext value={panel}>
            <CrashBoundary>
              <Router aroundNav={leaveGuard.aroundNav}>
                <Shell
                  ended={state.phase === 'ended'}
                  arrivedByCode={arrivedByCode}
                  announcement={announcement}
                />
              </Router>
            </CrashBoundary>
          </PanelContext>
        </QueryClientProvider>
      )}
    </ThemeProvider>
  );
}

function useWords(locale: string, first: Messages | null): Messages | null {
  const [messages, setMessages] = useState(first);
  const language = localeToLanguage(locale);
  useEffect(() => {
    let wanted = true;
    document.documentElement.lang = language;
    loadWords(language).then(
      (words) => {
        if (wanted) setMessages(words);
      },
      () => {
        // The file of an older release is gone: the page has to be loaded again, which gets the new one.
        window.location.reload();
      },
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  return messages;
}
