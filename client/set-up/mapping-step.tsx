import { MappingForm } from '../mapping/mapping-form.tsx';
import { useMappingEditor } from '../mapping/use-mapping-editor.ts';
import { usePanel } from '../panel-context.ts';
import { ConflictNotice } from '../ui/conflict-notice.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';
import { Loaded } from '../ui/loaded.tsx';
import { StepButtons } from './step-buttons.tsx';

interface MappingStepProps {
  onDone: () => void;
  onCancel?: (() => void) | undefined;
}

/** The mapping form as a step of the set-up. */
export default function MappingStep({ onDone, onCancel }: MappingStepProps) {
  const { t } = usePanel();
  const editor = useMappingEditor(onDone);
  return (
    <Stack>
      <span>{t('mapping.about')}</span>
      {editor.conflict ? <ConflictNotice onTheirs={editor.discard} onMine={editor.save} /> : null}
      {editor.error ? <Failure error={editor.error} keepsInput onRetry={editor.save} /> : null}
      <Loaded query={editor.query} skeleton={['10rem', '8rem']}>
        {(view) => (
          <Stack>
            <MappingForm
              headings="h3"
              view={view}
              draft={editor.draft ?? view.mapping}
              lookingAgain={editor.query.isFetching}
              onChange={editor.change}
              onLookAgain={() => {
                void editor.query.refetch();
              }}
            />
            <StepButtons
              text={t('mapping.submit')}
              isLoading={editor.saving}
              onClick={editor.save}
              onCancel={onCancel}
            />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
