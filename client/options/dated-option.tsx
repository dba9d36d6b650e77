import { useId, type ReactNode } from 'react';
import { styled } from 'styled-components';
import { usePanel } from '../panel-context.ts';
import { CheckField } from '../ui/check-field.tsx';
import { Stack } from '../ui/layout.ts';
import { TextField } from '../ui/text-field.tsx';

interface DatedOptionProps {
  label: string;
  about: string;
  dateLabel: string;
  /** Null is off. */
  value: string | null;
  today: string;
  error: string | undefined;
  /** Warning and preview. */
  children: ReactNode;
  onChange: (value: string | null) => void;
}

const Details = styled(Stack)`
  margin-inline-start: 1.75rem;
  &:empty {
    display: none;
  }
`;

/** An option that is off, or on since a day. */
export function DatedOption({
  label,
  about,
  dateLabel,
  value,
  today,
  error,
  children,
  onChange,
}: DatedOptionProps) {
  const { t } = usePanel();
  const id = useId();
  return (
    <Stack $gap="small">
      <CheckField
        label={label}
        description={about}
        checked={value !== null}
        onChange={(on) => {
          onChange(on ? today : null);
        }}
      />
      <Details $gap="small">
        {value === null ? null : (
          <TextField
            id={id}
            label={dateLabel}
            type="date"
            required
            max={today}
            value={value}
            error={error ? t('options.date.error') : undefined}
            onChange={onChange}
          />
        )}
        {children}
      </Details>
    </Stack>
  );
}
