import { Badge, type BadgeProps } from '@bigcommerce/big-design';
import type { RecordState } from '../../shared/sync.ts';
import { usePanel } from '../panel-context.ts';

const variants = {
  sent: 'success',
  waiting: 'primary',
  parked: 'warning',
  skipped: 'secondary',
} as const satisfies Record<RecordState, BadgeProps['variant']>;

/** A record's state in a word. */
export function StateBadge({ state }: { state: RecordState }) {
  const { t } = usePanel();
  return <Badge label={t(`state.${state}`)} variant={variants[state]} marginRight="xxSmall" />;
}
