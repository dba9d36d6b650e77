import { useState } from 'react';
import { usePanel } from '../panel-context.ts';
import { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.tsx';
import { TextField } from './text-field.tsx';

interface TypedConfirmDialogProps extends Omit<ConfirmDialogProps, 'ready'> {
  /** The user has to type this before the button works. */
  typed: string;
}

/** Asks before something that cannot be taken back. */
export function TypedConfirmDialog({ typed, children, ...rest }: TypedConfirmDialogProps) {
  const { t } = usePanel();
  const [text, setText] = useState('');
  return (
    <ConfirmDialog {...rest} ready={text.trim().toLocaleUpperCase() === typed.toLocaleUpperCase()}>
      {children}
      <TextField
        label={t('dialog.typeToConfirm', { word: typed })}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={setText}
      />
    </ConfirmDialog>
  );
}
