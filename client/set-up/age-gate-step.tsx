import { Button } from '@bigcommerce/big-design';
import { useState } from 'react';
import { ageGateWording } from '../../shared/rules.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction } from '../queries.ts';
import { CheckField } from '../ui/check-field.tsx';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Hint, Stack } from '../ui/layout.ts';

/** The confirmation without which nothing is sent, in AIQ's own words. */
export default function AgeGateStep({ onDone }: { onDone: () => void }) {
  const { t, format } = usePanel();
  const keepStatus = useKeepStatus();
  const [ticked, setTicked] = useState(false);
  const [missing, setMissing] = useState(false);
  const confirm = useRouteAction('confirmAgeGate', (status) => {
    keepStatus(status);
    onDone();
  });
  const submit = () => {
    setMissing(!ticked);
    if (ticked) confirm.mutate({ body: { confirmed: true, wording: ageGateWording } });
    else focusFirstError();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <span>{t('ageGate.about')}</span>
        {confirm.isError ? <Failure error={confirm.error} keepsInput onRetry={submit} /> : null}
        <CheckField
          label={ageGateWording}
          labelLanguage="en"
          checked={ticked}
          error={missing ? t('ageGate.error') : undefined}
          onChange={(checked) => {
            setTicked(checked);
            setMissing(false);
          }}
        />
        {format.locale.startsWith('en') ? null : <span>{t('ageGate.translation')}</span>}
        <Hint>{t('ageGate.keeps')}</Hint>
        <div>
          <Button type="submit" mobileWidth="auto" isLoading={confirm.isPending}>
            {t('ageGate.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
