import { act } from './dom.js';

const frame = document.getElementById('frame');
const hint = document.getElementById('frame-hint');
const note = document.getElementById('frame-note');

/** Opens the app in the frame, or the consent page if there is something to accept. */
export async function openApp(userId, target = {}) {
  const opening = await act('open', { userId, ...target });
  if (opening.kind === 'refused') {
    closeApp(opening.why);
    return;
  }
  showUrl(opening.url);
}

export function closeApp(why) {
  frame.hidden = true;
  frame.removeAttribute('src');
  hint.hidden = false;
  hint.textContent = why;
  note.hidden = true;
}

/** Tells the app that the user logged out, as the panel does over its channel. */
export function sayLogout() {
  post({ method: 'bc::logout' });
}

/** Shows an address in the frame. */
export function showUrl(url) {
  hint.hidden = true;
  frame.hidden = false;
  frame.src = url;
}

function post(message) {
  frame.contentWindow?.postMessage(JSON.stringify(message), '*');
}

/*
 * The panel's end of the SDK's channel: `ping` until both are there, then the app's notes. An app without the SDK is
 * silent.
 */
addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || typeof event.data !== 'string') return;
  let message;
  try {
    message = JSON.parse(event.data);
  } catch {
    return; // other software of the app may post what it likes
  }
  const { method, params } = message ?? {};
  if (method === 'bc::__ready') {
    if (params === 'ping') post({ method: 'bc::__ready', params: 'pong' });
    else if (params?.type === 'publish-request') {
      post({ method: 'bc::__ready', params: { type: 'publish-reply', publish: [] } });
    }
  } else if (method === 'bc::iAmNotIdle') say('The app says that its user is active.');
  else if (method === 'bc::iframeUrlChange') say(`The app says that it is at ${String(params?.href)}`);
});

function say(text) {
  note.hidden = false;
  note.textContent = text;
}
