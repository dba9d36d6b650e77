import { Suspense, useEffect, useRef, useSyncExternalStore } from 'react';
import { styled } from 'styled-components';
import { Route, Switch, useLocation } from 'wouter';
import { usePanel } from './panel-context.ts';
import { useStatus } from './queries.ts';
import { screenParts } from './screen-parts.ts';
import { useNavigate } from './ui/app-link.tsx';
import { CrashBoundary } from './ui/crash-boundary.tsx';
import { pageWidth, VisuallyHidden } from './ui/layout.ts';
import { lazyPart } from './ui/lazy-part.tsx';
import { Navigation } from './ui/navigation.tsx';
import { Notice } from './ui/notice.tsx';
import { Screen } from './ui/screen.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { whenIdle } from './when-idle.ts';

const leaveDialog = lazyPart(() => import('./ui/leave-dialog.tsx'));

const RecordPart = screenParts['/records/:kind/:id'].Part;

const Frame = styled.div`
  display: flex;
  flex-direction: column;
  min-height: 100dvh;
`;

const Banner = styled.div`
  position: sticky;
  top: 0;
  z-index: ${({ theme }) => theme.zIndex.fixed};
  padding-block: ${({ theme }) => theme.spacing.small};
  background: ${({ theme }) => theme.colors.secondary10};
  > * {
    ${pageWidth}
  }
`;

const Waiting = styled.div`
  ${pageWidth}
  padding-block: ${({ theme }) => theme.spacing.xxLarge};
`;

interface ShellProps {
  ended: boolean;
  arrivedByCode: boolean;
  announcement: string;
}

/** Navigation, notices and the screen of the address. */
export function Shell({ ended, arrivedByCode, announcement }: ShellProps) {
  useArrival(arrivedByCode);
  useRevivalAnnouncement(ended);
  const [location] = useLocation();
  return (
    <Frame>
      <Navigation />
      {ended ? <EndedBanner /> : null}
      <CrashBoundary key={location}>
        <Suspense fallback={<LoadingScreen />}>
          <Switch>
            <Route path="/" component={screenParts['/'].Part} />
            <Route path="/set-up" component={screenParts['/set-up'].Part} />
            <Route path="/options" component={screenParts['/options'].Part} />
            <Route path="/mapping" component={screenParts['/mapping'].Part} />
            <Route path="/activity" component={screenParts['/activity'].Part} />
            <Route path="/records/:kind/:id">
              {({ kind, id }) => <RecordPart kind={decodeURIComponent(kind)} id={decodeURIComponent(id)} />}
            </Route>
            <Route path="/privacy" component={screenParts['/privacy'].Part} />
            <Route component={MissingScreen} />
          </Switch>
        </Suspense>
      </CrashBoundary>
      <LeaveQuestion />
      <VisuallyHidden as="div" role="status" aria-live="polite">
        {announcement}
      </VisuallyHidden>
    </Frame>
  );
}

/** Shows the route of the deep link; a store that is not set up starts with the set-up. */
function useArrival(arrivedByCode: boolean): void {
  const { session } = usePanel();
  const navigate = useNavigate();
  const status = useStatus().data;
  const [location] = useLocation();
  const routed = useRef(!arrivedByCode);
  const led = useRef(!arrivedByCode || session.route !== '/');
  useEffect(() => {
    if (routed.current) return;
    routed.current = true;
    if (session.route !== window.location.pathname + window.location.search)
      navigate(session.route, { replace: true });
  }, [navigate, session.route]);
  useEffect(() => {
    if (led.current || status === undefined) return;
    led.current = true;
    if (location === '/' && status.setup.startedAt === null) navigate('/set-up', { replace: true });
  }, [location, navigate, status]);
}

function useRevivalAnnouncement(ended: boolean): void {
  const { t, announce } = usePanel();
  const wasEnded = useRef(ended);
  useEffect(() => {
    if (wasEnded.current && !ended) announce(t('session.back'));
    wasEnded.current = ended;
  }, [ended, announce, t]);
}

/** Asks before unsaved changes are left behind; the dialog is there before anybody can have changed something. */
function LeaveQuestion() {
  const { leaveGuard } = usePanel();
  const asking = useSyncExternalStore(leaveGuard.subscribe, leaveGuard.isAsking);
  useEffect(() => whenIdle(leaveDialog.load), []);
  if (!asking) return null;
  return (
    <CrashBoundary>
      <Suspense fallback={null}>
        <leaveDialog.Part />
      </Suspense>
    </CrashBoundary>
  );
}

function EndedBanner() {
  const { t } = usePanel();
  const store = useStatus().data?.store;
  return (
    <Banner>
      <div>
        <Notice
          tone="warning"
          role="alert"
          title={t('session.ended.title')}
          actions={
            store
              ? [
                  {
                    text: t('session.ended.open'),
                    onClick: () => {
                      window.open(store.controlPanelUrl, '_blank', 'noopener');
                    },
                  },
                ]
              : []
          }
        >
          {t('session.ended.text')}
        </Notice>
      </div>
    </Banner>
  );
}

function LoadingScreen() {
  return (
    <Waiting>
      <Skeleton heights={['2.5rem', '9rem', '16rem']} />
    </Waiting>
  );
}

function MissingScreen() {
  const { t } = usePanel();
  const navigate = useNavigate();
  return (
    <Screen title={t('missing.title')}>
      <Notice
        tone="info"
        actions={[
          {
            text: t('missing.overview'),
            variant: 'primary',
            onClick: () => {
              navigate('/');
            },
          },
        ]}
      >
        {t('missing.text')}
      </Notice>
    </Screen>
  );
}
