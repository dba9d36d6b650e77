import { createRoot } from 'react-dom/client';
import { createOpenStream } from './api.ts';
import { App } from './app.tsx';
import type { FirstAnswers } from './first-answers.ts';
import { createLeaveGuard } from './leave-guard.ts';
import { createOpen, type Call } from './panel-api.ts';
import { createQueryClient } from './queries.ts';
import { screenParts } from './screen-parts.ts';
import type { ScreenRoute } from './screens.ts';
import { stateToSession, type SessionKeeper } from './session.ts';
import { localeToLanguage } from '../shared/words/language.ts';
import { loadWords } from './words/load-words.ts';

interface PanelStart {
  keeper: SessionKeeper;
  call: Call;
  /** Settles when it is known whether there is a session. */
  opened: Promise<void>;
  answers: FirstAnswers;
  /** Of the screen that is shown first; null where the address has none. */
  route: ScreenRoute | null;
  /** The page was opened by BigCommerce, not loaded again. */
  arrivedByCode: boolean;
}

/**
 * Renders the panel into the page, at once with what it shows first: until then, the page itself shows that it is coming.
 */
export async function startPanel(input: PanelStart): Promise<void> {
  const { keeper, call, opened, answers, route, arrivedByCode } = input;
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  const queryClient = createQueryClient();
  // The screens wait for the answers that are on their way, and ask again where one failed.
  const fails = () => undefined;
  queryClient
    .query({
      queryKey: ['getStatus', {}],
      queryFn: async () => (await answers.status) ?? (await call('getStatus', {})),
    })
    .catch(fails);
  void answers.overview.then((overview) => {
    if (overview !== null) queryClient.setQueryData(['getOverview', {}], overview);
  });
  await opened;
  const locale = stateToSession(keeper.state())?.user.locale ?? navigator.language;
  const [messages] = await Promise.all([
    loadWords(localeToLanguage(locale)).catch(() => null),
    route === null ? null : screenParts[route].load().catch(fails),
  ]);
  createRoot(root).render(
    <App
      keeper={keeper}
      call={call}
      open={createOpen(
        createOpenStream((url, init) => fetch(url, init)),
        keeper,
      )}
      leaveGuard={createLeaveGuard(window)}
      queryClient={queryClient}
      firstWords={messages}
      arrivedByCode={arrivedByCode}
    />,
  );
}
