import { Checkbox, FormControlError } from '@bigcommerce/big-design';
import { useId } from 'react';

interface CheckFieldProps {
  label: string;
  description?: string;
  checked: boolean;
  disabled?: boolean;
  error?: string | undefined;
  /** Language of the label when it is not the page's. */
  labelLanguage?: string;
  onChange: (checked: boolean) => void;
}

/** BigDesign's checkbox with an error that is tied to it for screen readers. */
export function CheckField({
  label,
  description,
  checked,
  disabled = false,
  error,
  labelLanguage,
  onChange,
}: CheckFieldProps) {
  const id = useId();
  return (
    <div>
      <div {...(labelLanguage ? { lang: labelLanguage } : {})}>
        <Checkbox
          label={label}
          checked={checked}
          disabled={disabled}
          {...(description ? { description } : {})}
          {...(error ? { 'aria-invalid': true, 'aria-describedby': id } : {})}
          onChange={(event) => {
            onChange(event.target.checked);
          }}
        />
      </div>
      {error ? (
        <div style={{ marginInlineStart: '1.625rem' }}>
          <FormControlError id={id}>{error}</FormControlError>
        </div>
      ) : null}
    </div>
  );
}
