import { usePanel } from './panel-context.ts';
import { useRouteQuery } from './queries.ts';

/** Gives the e-mail address of a user of this store; the number of one who was removed or has none. */
export function useUserNames(): (id: number) => string {
  const { t } = usePanel();
  const known = useRouteQuery('listUsers', {}).data?.users ?? [];
  return (id) => known.find((user) => user.id === id)?.email ?? t('audit.user', { id: String(id) });
}
