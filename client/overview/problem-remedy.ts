import type { ProblemCode } from '../../shared/sync.ts';
import type { Tone } from '../ui/notice.tsx';

/** What a problem's button does. */
export type Remedy = { go: string } | { do: 'check-agreement' } | { do: 'open-control-panel' };

/** One remedy for each problem that a merchant can see. */
export const remedies: Readonly<Record<ProblemCode, Remedy>> = {
  'aiq-key-refused': { go: '/set-up?step=link' },
  'aiq-unavailable': { go: '/activity?state=waiting&reason=aiq-unavailable' },
  'bigcommerce-token-refused': { do: 'open-control-panel' },
  'bigcommerce-scope-missing': { do: 'open-control-panel' },
  'bigcommerce-unavailable': { go: '/activity?state=waiting&reason=bigcommerce-unavailable' },
  'channel-unmapped': { go: '/mapping' },
  'records-parked': { go: '/activity?state=parked' },
  'webhooks-repaired': { do: 'check-agreement' },
  'webhooks-missing': { do: 'check-agreement' },
  'webhooks-lost': { do: 'check-agreement' },
  'counts-differ': { do: 'check-agreement' },
  'secrets-unreadable': { go: '/set-up?step=link' },
  'aiq-rejects-everything': { go: '/activity?state=parked&reason=aiq-rejected' },
  'phones-unusable': { go: '/activity?warning=phone-unusable' },
};

/** How loud a problem is: red when nothing is sent, yellow when something needs a look, blue when it is told only. */
export const problemTones: Readonly<Record<ProblemCode, Tone>> = {
  'aiq-key-refused': 'danger',
  'aiq-unavailable': 'warning',
  'bigcommerce-token-refused': 'danger',
  'bigcommerce-scope-missing': 'danger',
  'bigcommerce-unavailable': 'warning',
  'channel-unmapped': 'warning',
  'records-parked': 'warning',
  'webhooks-repaired': 'info',
  'webhooks-missing': 'warning',
  'webhooks-lost': 'warning',
  'counts-differ': 'warning',
  'secrets-unreadable': 'danger',
  'aiq-rejects-everything': 'danger',
  'phones-unusable': 'info',
};
