import { FormControlError, Panel as Card } from '@bigcommerce/big-design';
import { useId } from 'react';
import type { RouteResponse } from '../../shared/api.ts';
import type { OptionsView } from '../../shared/views/options.ts';
import { amountBases } from '../../shared/rules.ts';
import type { Options } from '../../shared/settings.ts';
import { usePanel } from '../panel-context.ts';
import { CheckField } from '../ui/check-field.tsx';
import { Choice, Group } from '../ui/choice.tsx';
import { Columns, Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { DatedOption } from './dated-option.tsx';
import { OptionPreviewNotice } from './option-preview.tsx';
import { withStatus, type OptionsErrors } from './options-draft.ts';

interface OptionsFormProps {
  view: OptionsView;
  draft: Options;
  errors: OptionsErrors;
  today: string;
  preview: RouteResponse<'previewOptions'> | undefined;
  previewIsFresh: boolean;
  onChange: (draft: Options) => void;
}

const budgets = [10, 25, 50, 75, 90];

/** All options, each with what it does and what AIQ warns of. */
export function OptionsForm(props: OptionsFormProps) {
  return (
    <Stack $gap="xLarge">
      <LoyaltyCard {...props} />
      <ContactsCard {...props} />
      <OrdersCard {...props} />
    </Stack>
  );
}

function LoyaltyCard({ draft, errors, today, preview, previewIsFresh, onChange }: OptionsFormProps) {
  const { t } = usePanel();
  // What is not right is not counted.
  const valid = Object.keys(errors).length === 0;
  return (
    <Card header={t('options.loyalty')} marginBottom="none">
      <Stack $gap="xLarge">
        <DatedOption
          label={t('options.enrol')}
          about={t('options.enrol.about')}
          dateLabel={t('options.enrol.date')}
          value={draft.enrolSince}
          today={today}
          error={errors.enrolSince}
          onChange={(enrolSince) => {
            onChange({ ...draft, enrolSince });
          }}
        >
          <OptionPreviewNotice
            preview={preview?.enrol}
            fresh={previewIsFresh}
            on={draft.enrolSince !== null && valid}
          />
        </DatedOption>
        <DatedOption
          label={t('options.doubleOptIn')}
          about={t('options.doubleOptIn.about')}
          dateLabel={t('options.doubleOptIn.date')}
          value={draft.doubleOptInSince}
          today={today}
          error={errors.doubleOptInSince}
          onChange={(doubleOptInSince) => {
            onChange({ ...draft, doubleOptInSince });
          }}
        >
          {draft.doubleOptInSince === null ? null : (
            <Notice tone="warning">{t('options.doubleOptIn.warning')}</Notice>
          )}
          <OptionPreviewNotice
            preview={preview?.doubleOptIn}
            fresh={previewIsFresh}
            needsPhone
            on={draft.doubleOptInSince !== null && valid}
          />
        </DatedOption>
      </Stack>
    </Card>
  );
}

function ContactsCard({ view, draft, onChange }: OptionsFormProps) {
  const { t } = usePanel();
  return (
    <Card header={t('options.contacts')} marginBottom="none">
      <Stack $gap="xLarge">
        <Stack $gap="small">
          <CheckField
            label={t('options.syncContacts')}
            description={t('options.syncContacts.about')}
            checked={draft.syncContacts}
            onChange={(syncContacts) => {
              onChange({ ...draft, syncContacts });
            }}
          />
          <Stack $gap="small" style={{ marginInlineStart: '1.75rem' }}>
            <Notice tone="info">{t('options.syncContacts.warning')}</Notice>
            {draft.syncContacts ? (
              <div style={{ maxWidth: '26rem' }}>
                <Select<string>
                  label={t('options.birthDateField')}
                  description={t('options.birthDateField.about')}
                  value={draft.birthDateField ?? ''}
                  filterable={false}
                  options={[
                    { value: '', content: t('options.birthDateField.none') },
                    ...view.formFields.map((field) => ({ value: field, content: field })),
                  ]}
                  onOptionChange={(field) => {
                    onChange({
                      ...draft,
                      birthDateField: field === undefined || field === '' ? null : field,
                    });
                  }}
                />
              </div>
            ) : null}
          </Stack>
        </Stack>
        <CheckField
          label={t('options.dynamicContent')}
          description={t('options.dynamicContent.about')}
          checked={draft.dynamicContent}
          onChange={(dynamicContent) => {
            onChange({ ...draft, dynamicContent });
          }}
        />
      </Stack>
    </Card>
  );
}

function OrdersCard({ view, draft, errors, onChange }: OptionsFormProps) {
  const { t, format } = usePanel();
  const errorId = useId();
  return (
    <Card header={t('options.orders')} marginBottom="none">
      <Stack $gap="xLarge">
        <Group {...(errors.countedStatuses ? { 'aria-describedby': errorId } : {})}>
          <legend>{t('options.statuses')}</legend>
          <Stack $gap="small">
            <span>{t('options.statuses.about')}</span>
            <Columns $least="14rem">
              {view.statuses.map(({ id, name, label }) => (
                <CheckField
                  key={id}
                  label={label}
                  {...(label === name ? {} : { description: name })}
                  checked={draft.countedStatuses.includes(id)}
                  onChange={(counts) => {
                    onChange(withStatus(draft, id, counts));
                  }}
                />
              ))}
            </Columns>
            {errors.countedStatuses ? (
              <FormControlError id={errorId} role="alert">
                {t(errors.countedStatuses)}
              </FormControlError>
            ) : null}
          </Stack>
        </Group>
        <Columns $least="18rem">
          <Stack $gap="small">
            <Choice
              legend={t('options.amount')}
              value={draft.amountBasis}
              options={amountBases.map((basis) => ({
                value: basis,
                label: t(`options.amount.${basis}`),
                description: t(`options.amount.${basis}.about`),
              }))}
              onChange={(amountBasis) => {
                onChange({ ...draft, amountBasis });
              }}
            />
            {draft.amountBasis === view.options.amountBasis ? null : (
              <Notice tone="warning">{t('options.amount.resend')}</Notice>
            )}
          </Stack>
          <Choice
            legend={t('options.guests')}
            value={draft.guestOrders}
            options={(['send', 'skip'] as const).map((choice) => ({
              value: choice,
              label: t(`options.guests.${choice}`),
              description: t(`options.guests.${choice}.about`),
            }))}
            onChange={(guestOrders) => {
              onChange({ ...draft, guestOrders });
            }}
          />
        </Columns>
        <div style={{ maxWidth: '26rem' }}>
          <Select<number>
            label={t('options.budget')}
            description={t('options.budget.about')}
            value={draft.historyBudgetPercent}
            filterable={false}
            options={[...new Set([...budgets, view.options.historyBudgetPercent])]
              .sort((a, b) => a - b)
              .map((percent) => ({ value: percent, content: format.percent(percent) }))}
            onOptionChange={(percent) => {
              if (percent !== undefined) onChange({ ...draft, historyBudgetPercent: percent });
            }}
          />
        </div>
      </Stack>
    </Card>
  );
}
