import { createRequest } from './api.ts';
import { openTabStorage, openWindowChannel } from './browser-storage.ts';
import { askFirst } from './first-answers.ts';
import { createCall } from './panel-api.ts';
import { addressToRoute, screens } from './screens.ts';
import { createSessionKeeper, takeArrival } from './session.ts';
import { localeToLanguage } from '../shared/words/language.ts';
import { loadWords } from './words/load-words.ts';

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
const opened = keeper.open();
const call = createCall(request, keeper);
const answers = askFirst(call, opened);

const start = import('./start.tsx');
// What is likely to be shown comes with it. Should it fail, whoever needs it asks once more and tells the user.
const tellLater = () => undefined;
const route = addressToRoute(arrival.route ?? window.location.pathname);
if (route !== null) screens[route]().catch(tellLater);
loadWords(localeToLanguage(navigator.language)).catch(tellLater);

const { startPanel } = await start;
await startPanel({ keeper, call, opened, answers, route, arrivedByCode });
