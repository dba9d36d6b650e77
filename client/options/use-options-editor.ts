import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { OptionsView } from '../../shared/views/options.ts';
import type { Options } from '../../shared/settings.ts';
import { ApiError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteAction, useRouteQuery } from '../queries.ts';
import { useEdited } from '../ui/use-edited.ts';
import { isSameOptions } from './options-draft.ts';

export interface OptionsEditor {
  query: UseQueryResult<OptionsView>;
  draft: Options | null;
  dirty: boolean;
  saving: boolean;
  /** Saved, and nothing changed since. */
  saved: boolean;
  conflict: boolean;
  /** What to type when the server found that memberships may be lost, and how many; null when it did not. */
  confirmation: { word: string; mayLose: number } | null;
  error: unknown;
  change: (draft: Options) => void;
  save: (confirmation: string | null) => void;
  discard: () => void;
  /** Forgets what saving answered and keeps the form. */
  dismiss: () => void;
}

/** The state of the options form: what is saved, what was changed, and what saving answered. */
export function useOptionsEditor(): OptionsEditor {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const query = useRouteQuery('getOptions', {});
  const edited = useEdited<Options>(query.data?.version);
  const save = useRouteAction('saveOptions', (view) => {
    client.setQueryData(['getOptions', {}], view);
    edited.clear();
    announce(t('options.saved'));
  });
  const code = save.error instanceof ApiError ? save.error.code : null;
  const draft = edited.value ?? query.data?.options ?? null;
  return {
    query,
    draft,
    dirty:
      edited.value !== null && query.data !== undefined && !isSameOptions(edited.value, query.data.options),
    saving: save.isPending,
    saved: save.isSuccess && edited.value === null,
    conflict: code === 'conflict',
    confirmation: errorToConfirmation(save.error),
    error: code === 'conflict' || errorToConfirmation(save.error) ? null : save.error,
    change: edited.change,
    save: (confirmation) => {
      if (draft === null || edited.version === null) return;
      save.mutate(
        { body: { options: draft, version: edited.version, confirmation } },
        {
          onError: (error) => {
            edited.change(draft);
            if (!(error instanceof ApiError) || error.code !== 'conflict') return;
            // The newer version is fetched so that it can be shown or, now knowingly, replaced.
            void query.refetch().then(({ data }) => {
              if (data) edited.rebase(draft, data.version);
            });
          },
        },
      );
    },
    discard: () => {
      edited.clear();
      save.reset();
    },
    dismiss: save.reset,
  };
}

function errorToConfirmation(error: unknown): OptionsEditor['confirmation'] {
  if (!(error instanceof ApiError) || error.code !== 'confirmation-needed') return null;
  const { confirmation, enrol, doubleOptIn } = error.details;
  if (typeof confirmation !== 'string') return null;
  return { word: confirmation, mayLose: mayLoseOf(enrol) + mayLoseOf(doubleOptIn) };
}

function mayLoseOf(preview: unknown): number {
  if (typeof preview !== 'object' || preview === null || !('mayLose' in preview)) return 0;
  return typeof preview.mayLose === 'number' ? preview.mayLose : 0;
}
