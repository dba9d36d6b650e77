import { FormControlDescription, FormControlError, Input, type InputProps } from '@bigcommerce/big-design';
import { useId } from 'react';

interface TextFieldProps extends Omit<InputProps, 'onChange' | 'error' | 'label' | 'description' | 'value'> {
  label: string;
  value: string;
  description?: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}

/** BigDesign's input, with its description and error tied to it for screen readers. */
export function TextField({ label, value, description, error, onChange, ...rest }: TextFieldProps) {
  const base = useId();
  const id = rest.id ?? base;
  const described = [description ? `${base}-about` : '', error ? `${base}-error` : ''].join(' ').trim();
  return (
    <div style={{ maxWidth: '26rem' }}>
      <Input
        {...rest}
        id={id}
        label={label}
        value={value}
        {...(description
          ? {
              description: (
                <FormControlDescription id={`${base}-about`}>{description}</FormControlDescription>
              ),
            }
          : {})}
        {...(error ? { error, 'aria-invalid': true } : {})}
        {...(described ? { 'aria-describedby': described } : {})}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {error ? <FormControlError id={`${base}-error`}>{error}</FormControlError> : null}
    </div>
  );
}
