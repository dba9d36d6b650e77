import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappingView } from '../../shared/views/mapping.ts';
import type { StoreMapping } from '../../shared/settings.ts';
import { ApiError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteAction, useRouteQuery } from '../queries.ts';
import { useEdited } from '../ui/use-edited.ts';
import { isSameMapping, ordersAreLeaving, viewToDraft } from './mapping-draft.ts';

export interface MappingEditor {
  query: UseQueryResult<MappingView>;
  /** Null until the view is there. */
  draft: StoreMapping | null;
  dirty: boolean;
  /** The draft is not what was saved: changed, or suggested and not saved yet. */
  unsaved: boolean;
  saving: boolean;
  /** Saved elsewhere in the meantime. */
  conflict: boolean;
  error: unknown;
  change: (draft: StoreMapping) => void;
  save: () => void;
  discard: () => void;
}

/** The state of the mapping form, shared by the set-up and the mapping screen. */
export function useMappingEditor(onSaved: (view: MappingView) => void): MappingEditor {
  const { t, announce } = usePanel();
  const client = useQueryClient();
  const [savedHere, setSavedHere] = useState(false);
  const query = useRouteQuery(
    'getMapping',
    {},
    { pollEvery: (view) => (savedHere && view && ordersAreLeaving(view) ? 3_000 : false) },
  );
  const edited = useEdited<StoreMapping>(query.data?.version);
  const save = useRouteAction('saveMapping', async (view) => {
    client.setQueryData(['getMapping', {}], view);
    edited.clear();
    setSavedHere(true);
    announce(t('mapping.saved'));
    await client.invalidateQueries({ queryKey: ['getStatus'] });
    onSaved(view);
  });
  const conflict = save.error instanceof ApiError && save.error.code === 'conflict';
  const draft = edited.value ?? (query.data ? viewToDraft(query.data) : null);
  return {
    query,
    draft,
    dirty:
      edited.value !== null &&
      query.data !== undefined &&
      !isSameMapping(edited.value, viewToDraft(query.data)),
    unsaved: draft !== null && query.data !== undefined && !isSameMapping(draft, query.data.mapping),
    saving: save.isPending,
    conflict,
    error: conflict ? null : save.error,
    change: edited.change,
    save: () => {
      if (draft === null || edited.version === null) return;
      save.mutate(
        { body: { mapping: draft, version: edited.version } },
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
  };
}
