import { api, el } from './dom.js';
import { showSwitches } from './switches.js';
import { views } from './views.js';

const state = { uid: '', tab: location.hash.slice(1) || 'personas', search: '', start: 0 };
const tabs = { ...views, switches: { title: 'Switches', show: showSwitches, still: true } };
if (!Object.hasOwn(tabs, state.tab)) state.tab = 'personas';
const at = (id) => document.getElementById(id);
const searchBox = el('input', { type: 'search', id: 'search', oninput: onSearch });
const content = el('div', {});

function onSearch() {
  state.search = searchBox.value;
  state.start = 0;
  void refresh(true);
}

function openTab(tab) {
  Object.assign(state, { tab, search: '', start: 0 });
  searchBox.value = '';
  history.replaceState(null, '', `#${tab}`);
  drawTabs();
  void refresh(true);
}

function drawTabs() {
  const { searchHint } = tabs[state.tab];
  at('tabs').replaceChildren(
    ...Object.entries(tabs).map(([tab, { title }]) =>
      el(
        'button',
        {
          role: 'tab',
          id: `tab-${tab}`,
          'aria-selected': String(tab === state.tab),
          onclick: () => openTab(tab),
        },
        title,
      ),
    ),
  );
  at('view').setAttribute('aria-labelledby', `tab-${state.tab}`);
  const label = searchHint ? el('label', {}, 'Search ', searchBox) : null;
  searchBox.placeholder = searchHint ?? '';
  at('view').replaceChildren(...(label ? [el('div', { class: 'toolbar' }, label)] : []), content);
}

let asked = 0;
async function refresh(full = false) {
  const mine = ++asked;
  try {
    await drawAccount();
    if (!full && (tabs[state.tab].still || document.activeElement?.closest('#view .scroll'))) return;
    const shown = await tabs[state.tab].show({ ...state, act });
    // A slower, older answer must not cover a newer one, and a button that is just being pressed stays where it is.
    if (mine === asked && content.firstChild?.isEqualNode(shown) !== true) content.replaceChildren(shown);
  } catch (error) {
    say(`The sandbox does not answer: ${error.message}`);
  }
}

async function drawAccount() {
  const accounts = await api('accounts');
  if (!accounts.some((account) => account.uid === state.uid)) state.uid = accounts[0]?.uid ?? '';
  const account = accounts.find((one) => one.uid === state.uid);
  if (!account) {
    say('There is no account.');
    return;
  }
  const options = accounts.map(({ uid }) => el('option', { value: uid, selected: uid === state.uid }, uid));
  if (at('account').options.length !== options.length) at('account').replaceChildren(...options);
  const totals = await api(`totals?uid=${state.uid}`);
  const tiles = {
    personas: 'Personas',
    members: 'Members',
    sales: 'Sales and refunds',
    total: 'Sum',
    refunds: 'Refunds',
    pending: 'Not shown yet',
    inventoryItems: 'Inventory items',
    texts: 'Texts sent',
  };
  at('totals').replaceChildren(
    ...Object.entries(tiles).map(([name, title]) =>
      el('div', {}, el('dt', {}, title), el('dd', { 'data-total': name }, String(totals[name]))),
    ),
  );
  at('uid').textContent = account.uid;
  at('key').textContent = account.key ?? '(revoked)';
  at('stores').textContent = account.stores.map((store) => store.name).join(', ');
  at('join').href = `/joinMembers/${account.uid}`;
  const places = totals.unmappedPlaces.map((place) => (place === '' ? '(blank)' : place)).join(', ');
  say(places === '' ? '' : `No retail store answers to: ${places}. Map it, or sales stay without a store.`);
}

function say(text) {
  at('notice').hidden = text === '';
  if (at('notice').textContent !== text) at('notice').textContent = text;
}

async function act(change) {
  try {
    await change();
    await refresh(true);
  } catch (error) {
    say(error.message);
  }
}

at('account').addEventListener('change', () => {
  state.uid = at('account').value;
  state.start = 0;
  void refresh(true);
});
content.addEventListener('click', (event) => {
  const start = event.target.dataset?.start;
  if (start === undefined) return;
  state.start = Number(start);
  void refresh(true);
});
drawTabs();
await refresh(true);
setInterval(() => void refresh(), 2000);
