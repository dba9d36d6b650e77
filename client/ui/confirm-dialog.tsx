import { Button, H2 } from '@bigcommerce/big-design';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { styled } from 'styled-components';
import { usePanel } from '../panel-context.ts';
import { Row, Stack } from './layout.ts';

export interface ConfirmDialogProps {
  title: string;
  children: ReactNode;
  confirmText: string;
  /** Whether everything that the dialog asks for was given. */
  ready?: boolean;
  destructive?: boolean;
  busy?: boolean;
  cancelText?: string;
  onConfirm: () => void;
  onCancel: () => void;
}

const Dialog = styled.dialog`
  box-sizing: border-box;
  width: min(34rem, calc(100vw - 2rem));
  max-height: calc(100dvh - 2rem);
  overflow: auto;
  padding: ${({ theme }) => theme.spacing.xLarge};
  border: 0;
  color: inherit;
  /* Stronger than the layout around it, which may take the margins of its children away. */
  && {
    margin: auto;
  }
  ${({ theme }) => theme.shadow.floating};
  &::backdrop {
    background: rgb(49 52 64 / 60%);
  }
`;

/**
 * Asks before something with consequences. The browser's own dialog keeps the focus inside, closes with Escape and
 * gives the focus back; BigDesign's `Modal` has no dialog role and an English close button.
 */
export function ConfirmDialog({
  title,
  children,
  confirmText,
  ready = true,
  destructive = false,
  busy = false,
  cancelText,
  onConfirm,
  onCancel,
}: ConfirmDialogProps) {
  const { t } = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
    };
  }, []);
  return (
    <Dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onCancel();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (ready && !busy) onConfirm();
        }}
      >
        <Stack>
          <H2 id={heading} marginBottom="none">
            {title}
          </H2>
          {children}
          <Row style={{ justifyContent: 'flex-end' }}>
            <Button type="button" variant="subtle" mobileWidth="auto" disabled={busy} onClick={onCancel}>
              {cancelText ?? t('common.cancel')}
            </Button>
            <Button
              type="submit"
              mobileWidth="auto"
              actionType={destructive ? 'destructive' : 'normal'}
              disabled={!ready}
              isLoading={busy}
            >
              {confirmText}
            </Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}
