import { Button, Panel as Card } from '@bigcommerce/big-design';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePanel } from '../panel-context.ts';
import { useRouteAction } from '../queries.ts';
import { Choice } from '../ui/choice.tsx';
import { TypedConfirmDialog } from '../ui/typed-confirm-dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Stack } from '../ui/layout.ts';
import { SavedNotice } from '../ui/saved-notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { isCustomerId, isGuestContact } from './shopper-input.ts';

type Who = 'customer' | 'guest';

/** Removes one shopper from what the app keeps: a customer by the id, a guest by what the orders say. */
export function EraseCard() {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const [who, setWho] = useState<Who>('customer');
  const [customerId, setCustomerId] = useState('');
  const [guest, setGuest] = useState('');
  const [wrong, setWrong] = useState(false);
  const [asking, setAsking] = useState(false);
  const doneText = (erased: number) =>
    erased === 0 ? t('erase.nothing') : t('erase.done', { count: erased });
  const erase = useRouteAction('eraseShopper', async ({ erased }) => {
    setAsking(false);
    setCustomerId('');
    setGuest('');
    announce(doneText(erased));
    await client.invalidateQueries({ queryKey: ['getPrivacy'] });
  });
  const change = (set: () => void) => {
    set();
    setWrong(false);
    erase.reset();
  };
  return (
    <Card header={t('erase.title')} description={t('erase.about')} marginBottom="none">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const right = who === 'customer' ? isCustomerId(customerId) : isGuestContact(guest);
          setWrong(!right);
          if (right) setAsking(true);
          else focusFirstError();
        }}
      >
        <Stack>
          {erase.isSuccess ? <SavedNotice text={doneText(erase.data.erased)} /> : null}
          <Choice
            legend={t('erase.who')}
            value={who}
            onChange={(value) => {
              change(() => {
                setWho(value);
              });
            }}
            options={[
              {
                value: 'customer',
                label: t('erase.who.customer'),
                below: (
                  <TextField
                    label={t('erase.customerId')}
                    description={t('erase.customerId.about')}
                    inputMode="numeric"
                    autoComplete="off"
                    value={customerId}
                    error={wrong ? t('erase.customerId.error') : undefined}
                    onChange={(value) => {
                      change(() => {
                        setCustomerId(value);
                      });
                    }}
                  />
                ),
              },
              {
                value: 'guest',
                label: t('erase.who.guest'),
                below: (
                  <TextField
                    label={t('erase.guest')}
                    description={t('erase.guest.about')}
                    autoComplete="off"
                    value={guest}
                    error={wrong ? t('erase.guest.error') : undefined}
                    onChange={(value) => {
                      change(() => {
                        setGuest(value);
                      });
                    }}
                  />
                ),
              },
            ]}
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
          title={
            who === 'customer'
              ? t('erase.confirm.title', { id: customerId.trim() })
              : t('erase.confirm.guest.title', { contact: guest.trim() })
          }
          confirmText={t('erase.button')}
          typed={t('erase.confirm.word')}
          destructive
          busy={erase.isPending}
          onConfirm={() => {
            erase.mutate({
              body: who === 'customer' ? { customerId: customerId.trim() } : { guest: guest.trim() },
            });
          }}
          onCancel={() => {
            setAsking(false);
          }}
        >
          {erase.isError ? <Failure error={erase.error} keepsInput /> : null}
          <span>{t(who === 'customer' ? 'erase.confirm.text' : 'erase.confirm.guest.text')}</span>
        </TypedConfirmDialog>
      ) : null}
    </Card>
  );
}
