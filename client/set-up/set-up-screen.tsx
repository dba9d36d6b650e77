import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import type { Status } from '../../shared/api.ts';
import { usePanel } from '../panel-context.ts';
import { useStatus } from '../queries.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Screen } from '../ui/screen.tsx';
import type { MessageKey } from '../words/message.ts';
import { AgeGateStep, AgeGateSummary } from './age-gate-step.tsx';
import { HistoryStep, HistorySummary } from './history-step.tsx';
import { LinkStep, LinkSummary } from './link-step.tsx';
import { MappingStep, MappingSummary } from './mapping-step.tsx';
import { StepCard } from './step-card.tsx';
import { countDone, currentStep, isStepDone, searchToStep, setUpSteps, type SetUpStep } from './steps.ts';
import { TrialStep } from './trial-step.tsx';

const names = {
  link: 'link.title',
  'age-gate': 'ageGate.title',
  mapping: 'mapping.step',
  history: 'history.title',
  trial: 'trial.title',
} as const satisfies Record<SetUpStep, MessageKey>;

/** The five decisions on one page. Where the merchant is comes from the server, so any device can go on. */
export default function SetUpScreen() {
  const { t } = usePanel();
  const status = useStatus();
  return (
    <Screen title={t('setup.title')} description={t('setup.about')}>
      <Loaded query={status} skeleton={['3rem', '20rem', '5rem', '5rem', '5rem', '5rem']}>
        {(known) => <Steps status={known} />}
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
  const forms: Record<SetUpStep, ReactNode> = {
    link: <LinkStep status={status} onDone={done} onCancel={cancel} />,
    'age-gate': <AgeGateStep onDone={done} />,
    mapping: <MappingStep onDone={done} />,
    history: <HistoryStep status={status} onDone={done} />,
    trial: (
      <TrialStep
        onStarted={() => {
          navigate('/');
        }}
      />
    ),
  };
  return (
    <Stack>
      {current === null ? (
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
          return (
            <StepCard
              key={step}
              step={step}
              number={index + 1}
              name={t(names[step])}
              state={isDone ? 'done' : step === current ? 'current' : 'later'}
              open={step === open}
              summary={<Summary step={step} status={status} />}
              onChange={
                isDone && step !== 'trial' && step !== 'age-gate'
                  ? () => {
                      setChanging(step);
                    }
                  : undefined
              }
            >
              {forms[step]}
            </StepCard>
          );
        })}
      </Stack>
    </Stack>
  );
}

function Summary({ step, status: { aiq, setup } }: { step: SetUpStep; status: Status }) {
  const { t, format } = usePanel();
  if (step === 'link') return aiq ? <LinkSummary aiq={aiq} /> : null;
  if (step === 'age-gate') return setup.ageGate ? <AgeGateSummary ageGate={setup.ageGate} /> : null;
  if (step === 'mapping')
    return setup.mappingSavedAt ? <MappingSummary savedAt={setup.mappingSavedAt} /> : null;
  if (step === 'history') return setup.history ? <HistorySummary history={setup.history} /> : null;
  return setup.startedAt ? (
    <span>{t('trial.finished', { time: format.dateTime(setup.startedAt) })}</span>
  ) : null;
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
  }, [open]);
}
