import { Radio } from '@bigcommerce/big-design';
import { useId, type ReactNode } from 'react';
import { styled } from 'styled-components';
import { Stack } from './layout.ts';

export const Group = styled.fieldset`
  border: 0;
  margin: 0;
  padding: 0;
  min-width: 0;
  legend {
    padding: 0;
    margin-bottom: ${({ theme }) => theme.spacing.xSmall};
    font-weight: ${({ theme }) => theme.typography.fontWeight.semiBold};
  }
`;

interface ChoiceProps<Value extends string> {
  legend: string;
  hint?: string;
  value: Value;
  options: readonly { value: Value; label: string; description?: string; below?: ReactNode }[];
  onChange: (value: Value) => void;
}

/** One of a few values, each explained; `below` belongs to an option and shows while that is chosen. */
export function Choice<Value extends string>({ legend, hint, value, options, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <Group>
      <legend>{legend}</legend>
      <Stack $gap="small">
        {hint ? <span>{hint}</span> : null}
        {options.map((option) => (
          <Stack key={option.value} $gap="small">
            <Radio
              name={name}
              label={option.label}
              checked={option.value === value}
              {...(option.description ? { description: option.description } : {})}
              onChange={() => {
                onChange(option.value);
              }}
            />
            {option.below && option.value === value ? (
              <div style={{ marginInlineStart: '1.75rem' }}>{option.below}</div>
            ) : null}
          </Stack>
        ))}
      </Stack>
    </Group>
  );
}
