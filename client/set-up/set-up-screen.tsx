import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import type { Status } from '../../shared/views/status.ts';
import { usePanel } from '../panel-context.ts';
import { useStatus } from '../queries.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { Stack } from '../ui/layout.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { whenIdle } from '../when-idle.ts';
import type { MessageKey } from '../words/message.ts';
import { StepCard } from './step-card.tsx';
import { StepSummary } from './step-summary.tsx';
import { countDone, currentStep, isStepDone, searchToStep, setUpSteps, type SetUpStep } from './steps.ts';

const names = {
  link: 'link.title',
  'age-gate': 'ageGate.title',
  mapping: 'mapping.step',
  history: 'history.title',
  trial: 'trial.title',
} as const satisfies Record<SetUpStep, MessageKey>;

/** What each step asks, for those that are still to come. */
const ahead = {
  link: 'link.about',
  'age-gate': 'ageGate.about',
  mapping: 'mapping.about',
  history: 'history.about',
  trial: 'trial.about',
} as const satisfies Record<SetUpStep, MessageKey>;

const forms = {
  link: lazyPart(() => import('./link-step.tsx')),
  'age-gate': lazyPart(() => import('./age-gate-step.tsx')),
  mapping: lazyPart(() => import('./mapping-step.tsx')),
  history: lazyPart(() => import('./history-step.tsx')),
  trial: lazyPart(() => import('./trial-step.tsx')),
};
const skeleton = ['3rem', '20rem', '5rem', '5rem', '5rem', '5rem'];

/** The five decisions on one page. Where the merchant is comes from the server, so any device can go on. */
export default function SetUpScreen() {
  const { t } = usePanel();
  const status = useStatus();
  const finished = status.data !== undefined && currentStep(status.data) === null;
  return (
    <Screen title={t('setup.title')} description={t(finished ? 'setup.aboutFinished' : 'setup.about')}>
      <Loaded query={status} skeleton={skeleton}>
        {(known) => (
          <Suspense fallback={<Skeleton heights={skeleton} />}>
            <Steps status={known} />
          </Suspense>
        )}
      </Loaded>
    </Screen>
  );
}

function Steps({ status }: { status: Status }) {
  const { t } = usePanel();
  const navigate = useNavigate();
  const search = useSearch();
  const [changing, setChanging] = useState<SetUpStep | null>(() => searchToStep(search));
  const current = currentStep(status);
  const open = changing ?? current;
  useFocusOnStep(open);
  const done = () => {
    setChanging(null);
  };
  const cancel = changing === null ? undefined : done;
  useEffect(() => whenIdle(() => Promise.all(Object.values(forms).map(({ load }) => load()))), []);
  const { link, 'age-gate': ageGate, mapping, history, trial } = forms;
  const bodies: Record<SetUpStep, ReactNode> = {
    link: <link.Part status={status} onDone={done} onCancel={cancel} />,
    'age-gate': <ageGate.Part onDone={done} />,
    mapping: <mapping.Part onDone={done} onCancel={cancel} />,
    history: <history.Part status={status} onDone={done} onCancel={cancel} />,
    trial: (
      <trial.Part
        onStarted={() => {
          navigate('/');
        }}
      />
    ),
  };
  return (
    <Stack>
      {current === null && needsLook('link', status) ? null : current === null ? (
        <Notice
          tone="success"
          title={t('setup.finished.title')}
          actions={[
            {
              text: t('setup.finished.overview'),
              ...(open === null ? { variant: 'primary' as const } : {}),
              onClick: () => {
                navigate('/');
              },
            },
          ]}
        >
          {t('setup.finished.text')}
        </Notice>
      ) : (
        <Stack $gap="xSmall">
          <span>{t('setup.progress', { count: countDone(status), total: setUpSteps.length })}</span>
          <ProgressBar label={t('setup.title')} percent={(countDone(status) / setUpSteps.length) * 100} />
        </Stack>
      )}
      <Stack as="ol" style={{ margin: 0, padding: 0 }}>
        {setUpSteps.map((step, index) => {
          const isDone = isStepDone(status, step);
          const broken = needsLook(step, status);
          return (
            <StepCard
              key={step}
              step={step}
              number={index + 1}
              name={t(names[step])}
              state={isDone ? (broken ? 'attention' : 'done') : step === current ? 'current' : 'later'}
              open={step === open}
              ahead={t(ahead[step])}
              changeText={t(broken ? 'problem.aiq-key-refused.remedy' : 'common.change')}
              summary={<StepSummary step={step} status={status} brief={current !== null} />}
              onChange={
                isDone && step !== 'trial' && step !== 'age-gate'
                  ? () => {
                      setChanging(step);
                    }
                  : undefined
              }
            >
              {bodies[step]}
            </StepCard>
          );
        })}
      </Stack>
    </Stack>
  );
}

/** AIQ refuses the key of a link that it accepted before. */
function needsLook(step: SetUpStep, { aiq }: Status): boolean {
  return step === 'link' && aiq?.state === 'refused';
}

/** When another step opens, the focus goes to its heading: the button that was pressed is gone. */
function useFocusOnStep(open: SetUpStep | null): void {
  const before = useRef(open);
  useEffect(() => {
    if (before.current === open) return;
    before.current = open;
    const heading = open === null ? null : document.getElementById(`step-${open}`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'nearest' });
    // Above it stands what came of the step before, such as AIQ's answer.
    heading?.closest('li')?.previousElementSibling?.scrollIntoView({ block: 'nearest' });
  }, [open]);
}
