import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappingView } from '../../shared/api.ts';
import type { StoreMapping } from '../../shared/settings.ts';
import { ApiError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { useRouteAction, useRouteQuery } from '../queries.ts';
import { isSameMapping, viewToDraft } from './mapping-draft.ts';

export interface MappingEditor {
  query: UseQueryResult<MappingView>;
  /** Null until the view is there. */
  draft: StoreMapping | null;
  dirty: boolean;
  saving: boolean;
  /** Somebody else saved in the meantime. */
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
  const query = useRouteQuery('getMapping', {});
  const [edited, setEdited] = useState<StoreMapping | null>(null);
  const save = useRouteAction('saveMapping', async (view) => {
    client.setQueryData(['getMapping', {}], view);
    setEdited(null);
    announce(t('mapping.saved'));
    await client.invalidateQueries({ queryKey: ['getStatus'] });
    onSaved(view);
  });
  const conflict = save.error instanceof ApiError && save.error.code === 'conflict';
  const draft = edited ?? (query.data ? viewToDraft(query.data) : null);
  return {
    query,
    draft,
    dirty: edited !== null && query.data !== undefined && !isSameMapping(edited, viewToDraft(query.data)),
    saving: save.isPending,
    conflict,
    error: conflict ? null : save.error,
    change: setEdited,
    save: () => {
      if (draft === null || query.data === undefined) return;
      const body = { mapping: draft, version: query.data.version };
      save.mutate(
        { body },
        {
          onError: (error) => {
            // The form keeps what was typed; the newer version is fetched so that it can be shown or replaced.
            setEdited(body.mapping);
            if (error instanceof ApiError && error.code === 'conflict') void query.refetch();
          },
        },
      );
    },
    discard: () => {
      setEdited(null);
      save.reset();
    },
  };
}
