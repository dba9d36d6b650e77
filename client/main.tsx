import { createRequest } from './api.ts';
import { openTabStorage, openWindowChannel } from './browser-storage.ts';
import { createSessionKeeper, takeArrival } from './session.ts';

// Before any other code of the page runs: everything heavy is imported below, while the session is already on its way.
const arrival = takeArrival(window.location, window.history);
const arrivedByCode = arrival.code !== null;
const request = createRequest((input, init) => fetch(input, init));
const keeper = createSessionKeeper({
  request,
  arrival,
  storage: openTabStorage(window),
  channel: openWindowChannel(),
  now: () => Date.now(),
});
void keeper.open();

const { startPanel } = await import('./start.tsx');
startPanel({ keeper, request, arrivedByCode });
