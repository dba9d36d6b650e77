import { useState } from 'react';
import type { RouteResponse } from '../../shared/api.ts';
import type { Options } from '../../shared/settings.ts';
import { dayInZone } from '../format.ts';
import { usePanel } from '../panel-context.ts';
import { FreezeCard } from '../privacy/freeze-card.tsx';
import { useRouteQuery, useStatus } from '../queries.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { TypedConfirmDialog } from '../ui/typed-confirm-dialog.tsx';
import { ConflictNotice } from '../ui/conflict-notice.tsx';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Stack } from '../ui/layout.ts';
import { useUnsavedGuard } from '../ui/use-unsaved-guard.ts';
import { Loaded } from '../ui/loaded.tsx';
import { SavedNotice } from '../ui/saved-notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { useNow, useSettled } from '../ui/timing.ts';
import { useUserNames } from '../user-names.ts';
import { findOptionsErrors, sendsTexts } from './options-draft.ts';
import { OptionsForm } from './options-form.tsx';
import { useOptionsEditor } from './use-options-editor.ts';

/** What AIQ does with shoppers and orders; consequences are counted before they happen. */
export default function OptionsScreen() {
  const { t, format } = usePanel();
  const status = useStatus();
  const nameOf = useUserNames();
  const editor = useOptionsEditor();
  useUnsavedGuard(editor.dirty);
  const today = dayInZone(useNow(60_000), status.data?.store.timezone ?? 'UTC');
  const errors = editor.draft ? findOptionsErrors(editor.draft, today) : {};
  const valid = Object.keys(errors).length === 0;
  const preview = useOptionsPreview(editor.draft, valid);
  const [askingTexts, setAskingTexts] = useState(false);
  const saved = editor.query.data?.options;

  const submit = () => {
    if (editor.draft === null || saved === undefined) return;
    if (!valid) {
      focusFirstError();
      return;
    }
    if (sendsTexts(saved, editor.draft)) setAskingTexts(true);
    else editor.save(null);
  };
  const { confirmation } = editor;

  return (
    <Screen
      title={t('options.title')}
      description={t('options.about')}
      actionBar={
        editor.draft === null
          ? []
          : [
              {
                text: t('options.save'),
                disabled: !editor.dirty && !editor.conflict,
                isLoading: editor.saving,
                onClick: submit,
              },
              ...(editor.dirty
                ? [{ text: t('common.discard'), variant: 'subtle' as const, onClick: editor.discard }]
                : []),
            ]
      }
    >
      <Loaded query={editor.query} skeleton={['18rem', '16rem', '20rem']}>
        {(view) => (
          <Stack $gap="xLarge">
            {editor.conflict ? <ConflictNotice onTheirs={editor.discard} onMine={submit} /> : null}
            {editor.error ? <Failure error={editor.error} keepsInput onRetry={submit} /> : null}
            {editor.saved ? <SavedNotice text={t('options.saved')} /> : null}
            <OptionsForm
              view={view}
              draft={editor.draft ?? view.options}
              errors={errors}
              today={today}
              preview={valid ? preview.data : undefined}
              previewIsFresh={preview.fresh}
              onChange={editor.change}
            />
            {preview.error ? <Failure error={preview.error} onRetry={preview.again} /> : null}
            {status.data ? <FreezeCard status={status.data} /> : null}
            <small role="status">
              {editor.dirty
                ? t('options.unsaved')
                : view.updatedAt && view.updatedBy !== null
                  ? t('options.savedBy', {
                      time: format.dateTime(view.updatedAt),
                      user: nameOf(view.updatedBy),
                    })
                  : ''}
            </small>
          </Stack>
        )}
      </Loaded>
      {askingTexts ? (
        <ConfirmDialog
          title={t('options.confirmTexts.title')}
          confirmText={t('options.confirmTexts.save')}
          onConfirm={() => {
            setAskingTexts(false);
            editor.save(null);
          }}
          onCancel={() => {
            setAskingTexts(false);
          }}
        >
          <span>{t('options.confirmTexts.text', { count: countTexts(preview.data) })}</span>
        </ConfirmDialog>
      ) : null}
      {confirmation ? (
        <TypedConfirmDialog
          title={t('options.confirm.title')}
          confirmText={t('options.confirm.save')}
          typed={confirmation.word}
          destructive
          busy={editor.saving}
          onConfirm={() => {
            editor.save(confirmation.word);
          }}
          onCancel={editor.dismiss}
        >
          <span>{t('options.confirm.text')}</span>
          {confirmation.mayLose > 0 ? (
            <strong>{t('options.preview.mayLose', { count: confirmation.mayLose })}</strong>
          ) : null}
        </TypedConfirmDialog>
      ) : null}
    </Screen>
  );
}

function countTexts(preview: RouteResponse<'previewOptions'> | undefined): number {
  if (preview === undefined) return 0;
  return Math.max(0, preview.doubleOptIn.shoppers - preview.doubleOptIn.withoutUsablePhone);
}

/** The preview of what is in the form, once typing has stopped. */
function useOptionsPreview(draft: Options | null, valid: boolean) {
  const settled = useSettled(draft);
  const query = useRouteQuery(
    'previewOptions',
    { body: settled ?? ({} as Options) }, // never sent: the query is off without options
    { enabled: valid && settled !== null, keepPrevious: true },
  );
  return {
    data: query.data,
    fresh: settled === draft && !query.isFetching,
    error: query.error,
    again: () => {
      void query.refetch();
    },
  };
}
