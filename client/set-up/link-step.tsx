import { useState } from 'react';
import type { Status } from '../../shared/api.ts';
import { ApiError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction } from '../queries.ts';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Facts, Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { findLinkErrors, refusalToLinkErrors, statusToLinkDraft, type LinkErrors } from './link-draft.ts';
import { LinkForm } from './link-form.tsx';

interface LinkStepProps {
  status: Status;
  onDone: () => void;
  onCancel?: (() => void) | undefined;
}

/** Asks AIQ before anything is saved, and shows what it answered. */
export function LinkStep({ status, onDone, onCancel }: LinkStepProps) {
  const { t, announce } = usePanel();
  const keepStatus = useKeepStatus();
  const [draft, setDraft] = useState(() => statusToLinkDraft(status));
  const [errors, setErrors] = useState<LinkErrors>({});
  const link = useRouteAction('linkAiq', (linked) => {
    keepStatus(linked);
    announce(t('link.connected', { count: linked.aiq?.stores.length ?? 0 }));
    onDone();
  });
  const refusal = link.error instanceof ApiError ? link.error : null;
  const asksSharedAccount = refusal?.code === 'aiq-account-linked-elsewhere' || draft.sharedAccountConfirmed;
  const submit = () => {
    const found = findLinkErrors(draft);
    setErrors(found);
    if (Object.keys(found).length > 0) {
      focusFirstError();
      return;
    }
    link.mutate(
      { body: draft },
      {
        onError: (error) => {
          if (error instanceof ApiError) setErrors(refusalToLinkErrors(error));
          focusFirstError();
        },
      },
    );
  };
  return (
    <Stack>
      <span>{t('link.about')}</span>
      {status.aiq?.state === 'refused' ? <Notice tone="danger">{t('link.refused')}</Notice> : null}
      {refusal && refusal.code !== 'aiq-account-linked-elsewhere' ? (
        <Failure error={refusal} {...(Object.keys(errors).length > 0 ? {} : { onRetry: submit })} />
      ) : null}
      <LinkForm
        draft={draft}
        errors={errors}
        nameIsFixed={status.aiq !== null}
        asksSharedAccount={asksSharedAccount}
        busy={link.isPending}
        onChange={(changed) => {
          setDraft(changed);
          setErrors({});
        }}
        onSubmit={submit}
        onCancel={onCancel}
      />
    </Stack>
  );
}

/** The link as it stands, with AIQ's answer. */
export function LinkSummary({ aiq }: { aiq: NonNullable<Status['aiq']> }) {
  const { t, format } = usePanel();
  return (
    <Stack $gap="small">
      {aiq.state === 'refused' ? (
        <Notice tone="danger">{t('link.refused')}</Notice>
      ) : aiq.stores.length === 0 ? (
        <Notice tone="warning">{t('link.noStores')}</Notice>
      ) : (
        <Notice tone="success">{t('link.connected', { count: aiq.stores.length })}</Notice>
      )}
      <Facts>
        <dt>{t('link.connectionName')}</dt>
        <dd>{aiq.connectionName}</dd>
        <dt>{t('link.uid')}</dt>
        <dd>{aiq.uid}</dd>
        <dt>{t('link.key')}</dt>
        <dd>{t('link.keyShown', { last4: aiq.keyLast4 })}</dd>
        <dt>{t('link.stores')}</dt>
        <dd>{aiq.stores.length === 0 ? t('common.none') : aiq.stores.map(({ name }) => name).join(', ')}</dd>
        <dt>{t('link.linkedAt')}</dt>
        <dd>{format.dateTime(aiq.linkedAt)}</dd>
      </Facts>
    </Stack>
  );
}
