import { Badge, Button, H2, Text } from '@bigcommerce/big-design';
import type { ReactNode } from 'react';
import { css, styled } from 'styled-components';
import { usePanel } from '../panel-context.ts';
import { Row, Stack } from '../ui/layout.ts';
import { PlainCard } from '../ui/plain-card.tsx';
import type { SetUpStep } from './steps.ts';

/** `attention`: done once, and not right any more. */
export type StepState = 'done' | 'current' | 'later' | 'attention';

interface StepCardProps {
  step: SetUpStep;
  number: number;
  name: string;
  state: StepState;
  open: boolean;
  /** What the step will ask; shown as long as another is open before it. */
  ahead: string;
  /** What was decided; shown when the step is done and not being changed. */
  summary?: ReactNode;
  onChange?: (() => void) | undefined;
  changeText: string;
  children: ReactNode;
}

const badges = { done: 'success', current: 'primary', later: 'secondary', attention: 'danger' } as const;

const Item = styled.li`
  list-style: none;
  h2:focus {
    outline: none;
  }
`;

/** Where the badge does not fit beside every name, it is below each of them. */
const Heading = styled(Row)`
  @media (max-width: 480px) {
    h2 {
      flex-basis: 100%;
    }
  }
`;

/** The words of a quiet button end where the card's end, and leave a long name room for its badge. */
const Change = styled.div<{ $quiet: boolean }>`
  flex: none;
  ${({ theme, $quiet }) =>
    $quiet &&
    css`
      button {
        margin-inline-end: -${theme.spacing.xSmall};
        padding-inline: ${theme.spacing.xSmall};
      }
    `}
`;

/** One decision of the set-up: open with its form, closed with what was decided, or still to come. */
export function StepCard({
  step,
  number,
  name,
  state,
  open,
  ahead,
  summary,
  onChange,
  changeText,
  children,
}: StepCardProps) {
  const { t } = usePanel();
  const isAhead = state === 'later' || state === 'current';
  return (
    <Item
      aria-labelledby={`step-${step}`}
      {...(state === 'current' ? { 'aria-current': 'step' as const } : {})}
    >
      <PlainCard>
        <Stack>
          <Row
            $gap="xSmall"
            $align="flex-start"
            style={{ justifyContent: 'space-between', flexWrap: 'nowrap' }}
          >
            <Heading $gap="xSmall">
              <H2 id={`step-${step}`} marginBottom="none" tabIndex={-1}>
                {t('setup.step', { number, name })}
              </H2>
              <Badge label={t(`setup.stepState.${state}`)} variant={badges[state]} />
            </Heading>
            {!open && onChange ? (
              <Change $quiet={state !== 'attention'}>
                <Button
                  variant={state === 'attention' ? 'primary' : 'subtle'}
                  mobileWidth="auto"
                  aria-describedby={`step-${step}`}
                  onClick={onChange}
                >
                  {changeText}
                </Button>
              </Change>
            ) : null}
          </Row>
          {open ? children : isAhead ? <Text color="secondary60">{ahead}</Text> : summary}
        </Stack>
      </PlainCard>
    </Item>
  );
}
