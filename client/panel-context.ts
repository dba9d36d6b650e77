import { createContext, useContext } from 'react';
import type { Session } from '../shared/views/session.ts';
import type { Format } from './format.ts';
import type { LeaveGuard } from './leave-guard.ts';
import type { Call, Open } from './panel-api.ts';
import type { Translate } from './words/message.ts';

/** What every screen needs: the API, words and formats of the user, and who the user is. */
export interface Panel {
  call: Call;
  open: Open;
  t: Translate;
  format: Format;
  session: Session;
  leaveGuard: LeaveGuard;
  /** Tells something to a screen reader without moving the focus. */
  announce: (text: string) => void;
}

export const PanelContext = createContext<Panel | null>(null);

/** @throws Error outside of the panel's shell */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('usePanel is only for parts of the panel');
  return panel;
}
