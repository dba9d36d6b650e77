import { Button, type ButtonProps } from '@bigcommerce/big-design';
import { CheckCircleIcon, ErrorIcon, InfoIcon, WarningIcon } from '@bigcommerce/big-design-icons';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import { readingWidth, Row, Stack } from './layout.ts';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

export interface NoticeAction extends Omit<ButtonProps, 'children'> {
  text: string;
}

interface NoticeProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: readonly NoticeAction[];
  /** `alert` interrupts a screen reader, `status` waits; without it, the notice is ordinary text. */
  role?: 'alert' | 'status';
}

const icons = {
  info: <InfoIcon color="primary60" />,
  success: <CheckCircleIcon color="success50" />,
  warning: <WarningIcon color="warning70" />,
  danger: <ErrorIcon color="danger50" />,
} as const;

const edges = { info: 'primary', success: 'success', warning: 'warning', danger: 'danger' } as const;
const grounds = {
  info: 'primary10',
  success: 'success10',
  warning: 'warning10',
  danger: 'danger10',
} as const;

const Frame = styled.div<{ $tone: Tone }>`
  display: grid;
  grid-template-columns: auto 1fr;
  gap: ${({ theme }) => theme.spacing.small};
  padding: ${({ theme }) => theme.spacing.medium};
  border-radius: ${({ theme }) => theme.borderRadius.normal};
  border-inline-start: 4px solid ${({ theme, $tone }) => theme.colors[edges[$tone]]};
  background: ${({ theme, $tone }) => theme.colors[grounds[$tone]]};
  line-height: ${({ theme }) => theme.lineHeight.medium};
`;

/**
 * Something to know, with what can be done about it. BigDesign's `Message` is always an alert, which would read every
 * explanation aloud at once.
 */
export function Notice({ tone, title, children, actions = [], role }: NoticeProps) {
  return (
    <Frame $tone={tone} {...(role ? { role } : {})}>
      <span aria-hidden="true">{icons[tone]}</span>
      <Stack $gap="xSmall">
        {title ? <strong>{title}</strong> : null}
        {children ? <div style={{ maxWidth: readingWidth }}>{children}</div> : null}
        {actions.length > 0 ? (
          <Row>
            {actions.map(({ text, ...button }) => (
              <Button key={text} variant="secondary" mobileWidth="auto" {...button}>
                {text}
              </Button>
            ))}
          </Row>
        ) : null}
      </Stack>
    </Frame>
  );
}
