import type { Overview } from '../shared/views/overview.ts';
import type { Status } from '../shared/views/status.ts';
import type { Call } from './panel-api.ts';

/** Null is an answer that failed or that nobody needs: the screen asks by itself, and tells the user. */
export interface FirstAnswers {
  status: Promise<Status | null>;
  overview: Promise<Overview | null>;
}

/**
 * Asks for what the first view shows while its code is still on its way.
 * @param opened settles when it is known whether there is a session
 */
export function askFirst(call: Call, opened: Promise<void>): FirstAnswers {
  const status = opened.then(() => call('getStatus', {})).catch(() => null);
  const overview = status
    .then((known) => (known === null || known.setup.startedAt === null ? null : call('getOverview', {})))
    .catch(() => null);
  return { status, overview };
}
