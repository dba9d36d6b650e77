import { Button, Panel as Card } from '@bigcommerce/big-design';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePanel } from '../panel-context.ts';
import { useRouteAction } from '../queries.ts';
import { TypedConfirmDialog } from '../ui/typed-confirm-dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Stack } from '../ui/layout.ts';
import { SavedNotice } from '../ui/saved-notice.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Removes one shopper from what the app keeps. */
export function EraseCard() {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const [customerId, setCustomerId] = useState('');
  const [wrong, setWrong] = useState(false);
  const [asking, setAsking] = useState(false);
  const doneText = (erased: number) =>
    erased === 0 ? t('erase.nothing') : t('erase.done', { count: erased });
  const erase = useRouteAction('eraseShopper', async ({ erased }) => {
    setAsking(false);
    setCustomerId('');
    announce(doneText(erased));
    await client.invalidateQueries({ queryKey: ['getPrivacy'] });
  });
  return (
    <Card header={t('erase.title')} description={t('erase.about')} marginBottom="none">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const right = /^\d{1,12}$/.test(customerId.trim());
          setWrong(!right);
          if (right) setAsking(true);
          else focusFirstError();
        }}
      >
        <Stack>
          {erase.isSuccess ? <SavedNotice text={doneText(erase.data.erased)} /> : null}
          <TextField
            label={t('erase.customerId')}
            description={t('erase.customerId.about')}
            inputMode="numeric"
            autoComplete="off"
            value={customerId}
            error={wrong ? t('erase.customerId.error') : undefined}
            onChange={(value) => {
              setCustomerId(value);
              setWrong(false);
              erase.reset();
            }}
          />
          <div>
            <Button type="submit" variant="secondary" actionType="destructive" mobileWidth="auto">
              {t('erase.button')}
            </Button>
          </div>
        </Stack>
      </form>
      {asking ? (
        <TypedConfirmDialog
          title={t('erase.confirm.title', { id: customerId.trim() })}
          confirmText={t('erase.button')}
          typed={t('erase.confirm.word')}
          destructive
          busy={erase.isPending}
          onConfirm={() => {
            erase.mutate({ body: { customerId: customerId.trim() } });
          }}
          onCancel={() => {
            setAsking(false);
          }}
        >
          {erase.isError ? <Failure error={erase.error} keepsInput /> : null}
          <span>{t('erase.confirm.text')}</span>
        </TypedConfirmDialog>
      ) : null}
    </Card>
  );
}
