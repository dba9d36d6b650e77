import { ApiError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { ConflictNotice } from '../ui/conflict-notice.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';
import { PlainCard } from '../ui/plain-card.tsx';
import { useUnsavedGuard } from '../ui/use-unsaved-guard.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { SavedNotice } from '../ui/saved-notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { useState } from 'react';
import { MappingForm } from './mapping-form.tsx';
import { useMappingEditor } from './use-mapping-editor.ts';

/** Which AIQ store each channel and pickup location belongs to. */
export default function MappingScreen() {
  const { t } = usePanel();
  const navigate = useNavigate();
  const [saved, setSaved] = useState(false);
  const editor = useMappingEditor(() => {
    setSaved(true);
  });
  useUnsavedGuard(editor.dirty);
  const notLinked = editor.query.error instanceof ApiError && editor.query.error.code === 'aiq-not-linked';
  return (
    <Screen
      title={t('mapping.title')}
      description={t('mapping.about')}
      actionBar={
        editor.draft === null
          ? []
          : [
              {
                text: t('mapping.submit'),
                disabled: !editor.unsaved && !editor.conflict,
                isLoading: editor.saving,
                onClick: editor.save,
              },
              ...(editor.dirty
                ? [{ text: t('common.discard'), variant: 'subtle' as const, onClick: editor.discard }]
                : []),
            ]
      }
    >
      {notLinked ? (
        <Notice
          tone="info"
          title={t('error.aiq-not-linked.title')}
          actions={[
            {
              text: t('record.remedy.setUp'),
              variant: 'primary',
              onClick: () => {
                navigate('/set-up');
              },
            },
          ]}
        >
          {t('error.aiq-not-linked.text')}
        </Notice>
      ) : (
        <Loaded query={editor.query} skeleton={['12rem', '12rem', '8rem']}>
          {(view) => (
            <Stack>
              {editor.conflict ? <ConflictNotice onTheirs={editor.discard} onMine={editor.save} /> : null}
              {editor.error ? <Failure error={editor.error} keepsInput onRetry={editor.save} /> : null}
              {saved && !editor.dirty ? <SavedNotice text={t('mapping.saved')} /> : null}
              <PlainCard>
                <MappingForm
                  headings="h2"
                  view={view}
                  draft={editor.draft ?? view.mapping}
                  lookingAgain={editor.query.isFetching}
                  onChange={(draft) => {
                    setSaved(false);
                    editor.change(draft);
                  }}
                  onLookAgain={() => {
                    void editor.query.refetch();
                  }}
                />
              </PlainCard>
            </Stack>
          )}
        </Loaded>
      )}
    </Screen>
  );
}
