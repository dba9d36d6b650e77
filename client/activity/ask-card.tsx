import { Button, Panel as Card } from '@bigcommerce/big-design';
import { useState, type ReactNode } from 'react';
import { usePanel } from '../panel-context.ts';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Columns, Stack } from '../ui/layout.ts';
import { TextField } from '../ui/text-field.tsx';

interface AskCardProps {
  onOrder: (id: string) => void;
  onShopper: (shopper: string) => void;
}

/** The two questions that a merchant's customers ask. */
export function AskCard({ onOrder, onShopper }: AskCardProps) {
  const { t } = usePanel();
  return (
    <Card header={t('activity.ask.title')} marginBottom="none">
      <Columns $least="18rem">
        <Question
          title={t('activity.ask.order')}
          label={t('activity.ask.orderLabel')}
          button={t('activity.ask.orderButton')}
          error={t('activity.ask.orderError')}
          inputMode="numeric"
          read={(text) => /^#?\s*(\d{1,12})$/.exec(text)?.[1] ?? null}
          onAsk={onOrder}
        />
        <Question
          title={t('activity.ask.shopper')}
          label={t('activity.ask.shopperLabel')}
          button={t('activity.ask.shopperButton')}
          error={t('activity.ask.shopperError')}
          inputMode="email"
          read={(text) => (/^\d{1,12}$|^[^\s@]+@[^\s@]+$/.test(text) ? text : null)}
          onAsk={onShopper}
        />
      </Columns>
    </Card>
  );
}

interface QuestionProps {
  title: ReactNode;
  label: string;
  button: string;
  error: string;
  inputMode: 'numeric' | 'email';
  /** What was asked for; null when the text is not right. */
  read: (text: string) => string | null;
  onAsk: (wanted: string) => void;
}

function Question({ title, label, button, error, inputMode, read, onAsk }: QuestionProps) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = read(text.trim());
        setWrong(wanted === null);
        if (wanted === null) focusFirstError();
        else onAsk(wanted);
      }}
    >
      <Stack $gap="small">
        <strong>{title}</strong>
        <TextField
          label={label}
          value={text}
          inputMode={inputMode}
          autoComplete="off"
          error={wrong ? error : undefined}
          onChange={(value) => {
            setText(value);
            setWrong(false);
          }}
        />
        <div>
          <Button type="submit" variant="secondary" mobileWidth="auto">
            {button}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
