import { useEffect, useState } from 'react';
import type { Status } from '../../shared/views/status.ts';
import { ApiError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction } from '../queries.ts';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { whenIdle } from '../when-idle.ts';
import { refusalToLinkErrors, statusToLinkDraft, type LinkDraft, type LinkErrors } from './link-draft.ts';
import { LinkForm } from './link-form.tsx';

/** The schema comes later than the form: it is as large as all of the set-up. */
const loadLinkErrors = () => import('./link-errors.ts');

/** Which fields are not right; none when that cannot be found out here, since the server checks by the same schema. */
function checkDraft(draft: LinkDraft): Promise<LinkErrors> {
  return loadLinkErrors().then(
    ({ findLinkErrors }) => findLinkErrors(draft),
    () => ({}),
  );
}

interface LinkStepProps {
  status: Status;
  onDone: () => void;
  onCancel?: (() => void) | undefined;
}

/** Asks AIQ before anything is saved, and shows what it answered. */
export default function LinkStep({ status, onDone, onCancel }: LinkStepProps) {
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
  const [checking, setChecking] = useState(false);
  useEffect(() => whenIdle(loadLinkErrors), []);
  const submit = async () => {
    setChecking(true);
    const found = await checkDraft(draft);
    setChecking(false);
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
        <Failure
          error={refusal}
          keepsInput
          {...(Object.keys(errors).length > 0 ? {} : { onRetry: () => void submit() })}
        />
      ) : null}
      <LinkForm
        draft={draft}
        errors={errors}
        nameIsFixed={status.aiq !== null}
        asksSharedAccount={asksSharedAccount}
        busy={checking || link.isPending}
        onChange={(changed) => {
          setDraft(changed);
          setErrors({});
        }}
        onSubmit={() => void submit()}
        onCancel={onCancel}
      />
    </Stack>
  );
}
