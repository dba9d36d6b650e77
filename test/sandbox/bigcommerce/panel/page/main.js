import { act, el, read, store } from './dom.js';
import { closeApp, openApp, sayLogout, showUrl } from './app-frame.js';
import { showCatalogue } from './catalogue.js';
import { showChaos } from './chaos.js';
import { showOrders } from './orders.js';
import { showPeople } from './people.js';

const at = (id) => document.getElementById(id);
const tabs = {
  orders: ['Orders', showOrders],
  catalogue: ['Records', showCatalogue],
  people: ['Access', showPeople],
  chaos: ['Chaos', showChaos],
};
const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-MX', 'ja-JP', 'ar-EG'];
let tab = location.hash.slice(1);
if (!Object.hasOwn(tabs, tab)) tab = 'orders';
let view;
let state;
let app;

function say(text) {
  at('notice').hidden = text === '';
  at('notice').textContent = text;
}

/** Does something, says that it is done, shows what changed. */
async function run(work, words) {
  try {
    const answer = await work();
    await refresh();
    say(words(answer));
  } catch (error) {
    say(error.message);
  }
}

async function load() {
  [state, view] = await Promise.all([read('state'), read('store')]);
  [app] = state.apps;
}

async function refresh() {
  await load();
  drawHeader();
  await drawSection();
}

function drawHeader() {
  const { users } = view.account;
  at('store-name').textContent = view.name;
  at('aiq').href = state.urls.aiq;
  at('storefront').href = state.stores.find(({ hash }) => hash === store)?.storefront ?? '';
  document.title = `${view.name} (simulated)`;
  const chosen = at('user').value === '' ? String(view.account.ownerId) : at('user').value;
  at('user').replaceChildren(
    ...users.map(({ id, name }) => el('option', { value: id, selected: String(id) === chosen }, name)),
  );
  const { locale } = signedIn();
  at('locale').replaceChildren(
    ...locales.map((name) => el('option', { value: name, selected: name === locale }, name)),
  );
  const installation = view.installations.find(({ clientId }) => clientId === app?.clientId);
  at('app-name').textContent = app?.name ?? 'No app is registered';
  at('app-state').textContent = installation
    ? installation.needs === null
      ? 'installed'
      : 'changes to accept'
    : 'not installed';
  at('app-state').className = `badge ${installation && installation.needs === null ? 'good' : ''}`;
  at('open').textContent = installation ? 'Open' : 'Install';
  at('open').disabled = !app;
  at('uninstall').disabled = !installation || !signedIn().authorised;
}

function signedIn() {
  return view.account.users.find(({ id }) => String(id) === at('user').value) ?? view.account.users[0];
}

let asked = 0;
async function drawSection() {
  at('tabs').replaceChildren(
    ...Object.entries(tabs).map(([name, [title]]) =>
      el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${name}`,
          'aria-controls': 'section',
          'aria-selected': String(name === tab),
          onclick: () => openTab(name),
        },
        title,
      ),
    ),
  );
  at('section').setAttribute('aria-labelledby', `tab-${tab}`);
  const mine = ++asked;
  const content = await tabs[tab][1]({
    view,
    state,
    app,
    run,
    open,
    openUrl: showUrl,
    userId: signedIn().id,
  });
  // A slower, older answer must not cover a newer one.
  if (mine === asked) at('section').replaceChildren(...content);
}

async function openTab(name) {
  tab = name;
  say('');
  history.replaceState(null, '', `#${name}`);
  await drawSection();
  at(`tab-${name}`).focus();
}

/** `/manage/app/{id}/some/path?x=1`: the rest of the address becomes the `url` of the payload. */
function deepLink() {
  const match = /^\/manage\/app\/\d+(\/.*)?$/.exec(location.pathname);
  return match ? { url: `${match[1] ?? '/'}${location.search}` } : null;
}

const open = (target) =>
  run(
    () => openApp(signedIn().id, target),
    () => '',
  );

at('user').addEventListener('change', () => {
  closeApp('Another user is signed in.');
  drawHeader();
});
at('locale').addEventListener('change', () => {
  const { value: locale } = at('locale');
  void run(
    () => act('user', { userId: signedIn().id, locale }),
    () => 'The language is changed; it reaches the app when it is opened.',
  );
});
at('log-out').addEventListener('click', () => {
  sayLogout();
  say('The app was told of the log-out.');
});
at('open').addEventListener('click', () => void open());
at('uninstall').addEventListener('click', () => {
  if (!confirm('Uninstall the app?')) return;
  closeApp('The app is uninstalled.');
  void run(
    () => act('uninstall', { userId: signedIn().id }),
    () => 'The app is uninstalled.',
  );
});
// An installation ends inside the frame; the panel learns of it by looking.
at('frame').addEventListener('load', () => void load().then(drawHeader));

if (store === '') say('This address names no store. Open the panel by a store’s own host name.');
else {
  await run(
    () => Promise.resolve(),
    () => '',
  );
  const link = deepLink();
  if (link && view) await open(link);
}
