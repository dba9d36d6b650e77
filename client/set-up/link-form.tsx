import { usePanel } from '../panel-context.ts';
import { CheckField } from '../ui/check-field.tsx';
import { Row, Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { PlainKey } from '../words/message.ts';
import type { LinkDraft, LinkErrors } from './link-draft.ts';
import { StepButtons } from './step-buttons.tsx';

interface LinkFormProps {
  draft: LinkDraft;
  errors: LinkErrors;
  nameIsFixed: boolean;
  /** Another store is linked to the same AIQ account; the merchant is asked. */
  asksSharedAccount: boolean;
  busy: boolean;
  onChange: (draft: LinkDraft) => void;
  onSubmit: () => void;
  onCancel?: (() => void) | undefined;
}

/** Connection name, UID and key of AIQ. */
export function LinkForm({
  draft,
  errors,
  nameIsFixed,
  asksSharedAccount,
  busy,
  onChange,
  onSubmit,
  onCancel,
}: LinkFormProps) {
  const { t } = usePanel();
  const words = (key: PlainKey | undefined) => (key ? t(key) : undefined);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack $gap="medium">
        <TextField
          label={t('link.connectionName')}
          description={t(nameIsFixed ? 'link.connectionName.fixed' : 'link.connectionName.about')}
          value={draft.connectionName}
          disabled={nameIsFixed}
          required
          autoComplete="off"
          error={words(errors.connectionName)}
          onChange={(connectionName) => {
            onChange({ ...draft, connectionName });
          }}
        />
        <TextField
          label={t('link.uid')}
          description={t('link.uid.about')}
          value={draft.uid}
          required
          inputMode="numeric"
          autoComplete="off"
          error={words(errors.uid)}
          onChange={(uid) => {
            onChange({ ...draft, uid });
          }}
        />
        <TextField
          label={t('link.apiKey')}
          description={t('link.apiKey.about')}
          value={draft.apiKey}
          required
          type="password"
          autoComplete="off"
          spellCheck={false}
          error={words(errors.apiKey)}
          onChange={(apiKey) => {
            onChange({ ...draft, apiKey });
          }}
        />
        <CheckField
          label={t('link.otherConnectionOff')}
          description={t('link.otherConnectionOff.about')}
          checked={draft.otherConnectionOff}
          error={words(errors.otherConnectionOff)}
          onChange={(otherConnectionOff) => {
            onChange({ ...draft, otherConnectionOff });
          }}
        />
        {asksSharedAccount ? (
          <Notice tone="warning" role="alert" title={t('link.shared.title')}>
            <Stack $gap="small">
              <span>{t('link.shared.text')}</span>
              <CheckField
                label={t('link.shared.confirm')}
                checked={draft.sharedAccountConfirmed}
                onChange={(sharedAccountConfirmed) => {
                  onChange({ ...draft, sharedAccountConfirmed });
                }}
              />
            </Stack>
          </Notice>
        ) : null}
        <Row>
          <StepButtons type="submit" text={t('link.submit')} isLoading={busy} onCancel={onCancel} />
          <span role="status">{busy ? t('link.checking') : ''}</span>
        </Row>
      </Stack>
    </form>
  );
}
