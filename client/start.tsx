import { createRoot } from 'react-dom/client';
import { createOpenStream, type Request } from './api.ts';
import { App } from './app.tsx';
import { createLeaveGuard } from './leave-guard.ts';
import { createCall, createOpen } from './panel-api.ts';
import { createQueryClient } from './queries.ts';
import type { SessionKeeper } from './session.ts';

interface PanelStart {
  keeper: SessionKeeper;
  request: Request;
  /** The page was opened by BigCommerce, not loaded again. */
  arrivedByCode: boolean;
}

/** Renders the panel into the page. */
export function startPanel({ keeper, request, arrivedByCode }: PanelStart): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(
    <App
      keeper={keeper}
      call={createCall(request, keeper)}
      open={createOpen(
        createOpenStream((input, init) => fetch(input, init)),
        keeper,
      )}
      leaveGuard={createLeaveGuard(window)}
      queryClient={createQueryClient()}
      arrivedByCode={arrivedByCode}
    />,
  );
}
