import { FormControlDescription, FormControlError, Input, type InputProps } from '@bigcommerce/big-design';
import { useId } from 'react';

interface TextFieldProps extends Omit<InputProps, 'onChange' | 'error' | 'label' | 'description' | 'value'> {
  label: string;
  value: string;
  description?: string;
  error?: string | undefined;
  /** As wide as its place, such as a column with other fields, instead of as wide as what is typed. */
  fills?: boolean;
  onChange: (value: string) => void;
}

/** BigDesign's input, with its description and error tied to it for screen readers. */
export function TextField({
  label,
  value,
  description,
  error,
  fills = false,
  onChange,
  ...rest
}: TextFieldProps) {
  const base = useId();
  const id = rest.id ?? base;
  const described = [description ? `${base}-about` : '', error ? `${base}-error` : ''].join(' ').trim();
  return (
    <div style={fills ? {} : { maxWidth: '26rem' }}>
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
