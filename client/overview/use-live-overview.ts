import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Overview } from '../../shared/views/overview.ts';
import { usePanel } from '../panel-context.ts';
import { readEvents } from './read-events.ts';

/** After a failure the screen polls for so long before events are tried again. */
const tryAgainMs = 30_000;

/**
 * Keeps the overview as it is on the server while the window can be seen.
 * @returns whether events come; where they do not, the screen has to ask by itself
 */
export function useLiveOverview(enabled: boolean): boolean {
  const { open } = usePanel();
  const client = useQueryClient();
  const visible = useVisible();
  const [live, setLive] = useState(false);
  const watching = enabled && visible;
  useEffect(() => {
    if (!watching) return;
    const end = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const follow = async () => {
      try {
        const { body } = await open('watchOverview', {}, end.signal);
        if (body === null) throw new Error('an answer without a body');
        for await (const data of readEvents(body, 'overview')) {
          setLive(true);
          // Made by our own server from the schema of the same release.
          client.setQueryData(['getOverview', {}], JSON.parse(data) as Overview);
        }
        // The server ends each stream with the token that opened it; the next one has a new token.
        again = setTimeout(() => void follow(), 1_000);
      } catch {
        // Polling takes over, and tells the user when the server cannot be reached at all.
        if (end.signal.aborted) return;
        setLive(false);
        again = setTimeout(() => void follow(), tryAgainMs);
      }
    };
    void follow();
    return () => {
      end.abort();
      clearTimeout(again);
      setLive(false);
    };
  }, [watching, open, client]);
  return live;
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => !document.hidden);
  useEffect(() => {
    const look = () => {
      setVisible(!document.hidden);
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return visible;
}
