import { act, button, card, el, read, select } from './dom.js';

/** What was unfolded stays so when the section is drawn again. */
const unfolded = new Set();

function folded(name, title, ...children) {
  const remember = (event) => (event.target.open ? unfolded.add(name) : unfolded.delete(name));
  return el(
    'details',
    { open: unfolded.has(name), ontoggle: remember },
    el('summary', {}, title),
    ...children,
  );
}

const titles = { login: 'Login and callbacks', hooks: 'Webhooks', api: 'REST API' };

/** Time, faults and the state of webhooks. */
export async function showChaos({ run, state, openUrl, userId }) {
  const [switches, hooks, verdict, variants] = await Promise.all([
    read('switches'),
    read('hooks'),
    read('judge'),
    read('jwt-variants'),
  ]);
  return [
    clockCard(state, run),
    verdictCard(verdict),
    hookCard(hooks, run),
    payloadCard(variants, run, openUrl, userId),
    el(
      'div',
      {},
      Object.entries(switches).map(([group, { values, choices }]) => switchCard(group, values, choices, run)),
      button('All switches back to their defaults', () =>
        run(
          () => act('reset-switches'),
          () => 'Reset.',
        ),
      ),
    ),
  ];
}

function clockCard(state, run) {
  const hour = 3_600_000;
  const jump = (label, ms) =>
    button(label, () =>
      run(
        () => act('clock', { advance: ms }),
        () => `The clock went on by ${label}.`,
      ),
    );
  return card(
    'Time',
    el(
      'p',
      {},
      `${new Date(state.now).toISOString().slice(0, 19).replace('T', ' ')} UTC, speed ${state.factor}`,
    ),
    el(
      'div',
      { class: 'buttons' },
      jump('10 minutes', hour / 6),
      jump('1 hour', hour),
      jump('1 day', 24 * hour),
      [1, 60, 3600].map((factor) =>
        button(`Speed ${factor}`, () =>
          run(
            () => act('clock', { factor }),
            () => `The speed is ${factor}.`,
          ),
        ),
      ),
    ),
  );
}

function verdictCard({ isClean, findings }) {
  const items = findings.map(({ rule, where, what, times }) =>
    el('li', {}, el('strong', {}, rule), ` ${where}: ${what} (${times})`),
  );
  const badge = el('span', { class: `badge ${isClean ? 'good' : 'bad'}` }, isClean ? 'clean' : 'not clean');
  return card('What the app did so far', el('p', {}, badge), el('ul', { class: 'list' }, items));
}

function hookCard({ hooks, totals, pending, blocked }, run) {
  const items = hooks.map(({ id: hookId, scope, isActive }) =>
    el(
      'li',
      {},
      el(
        'div',
        { class: 'row' },
        el('span', {}, scope),
        el('span', { class: `badge ${isActive ? 'good' : 'bad'}` }, isActive ? 'active' : 'off'),
      ),
      el(
        'div',
        { class: 'buttons' },
        button('Switch off', () =>
          run(
            () => act('hook-deactivate', { hookId }),
            () => `${scope} is off.`,
          ),
        ),
        button(
          'Delete',
          () =>
            run(
              () => act('hook-delete', { hookId }),
              () => `${scope} is gone.`,
            ),
          'danger',
        ),
      ),
    ),
  );
  const counts = Object.entries(totals)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
  const blockedHosts = blocked.map(
    ({ destination, time_left }) => `${destination} is blocked for ${time_left} s. `,
  );
  return card(
    `Webhooks (${hooks.length})`,
    el(
      'p',
      { class: 'hint' },
      `${counts || 'No deliveries yet'}; ${pending} waiting. ${blockedHosts.join('')}`,
    ),
    folded('all hooks', 'All hooks', el('ul', { class: 'list' }, items)),
  );
}

function payloadCard(variants, run, openUrl, userId) {
  const variant = select(
    { 'aria-label': 'Kind of payload' },
    variants.map((name) => [name]),
  );
  const openWith = (body) =>
    run(
      async () => openUrl((await act('jwt', { userId, ...body })).url),
      () => 'The app was opened with that payload.',
    );
  return card(
    'Open the app with a payload that is',
    variant,
    el(
      'div',
      { class: 'buttons', style: 'margin-top: 8px' },
      button('Open', () => openWith({ variant: variant.value })),
      button('Replay the last one', () => openWith({ replay: true })),
    ),
  );
}

function switchCard(group, values, choices, run) {
  const set = (name, value) =>
    run(
      () => act('switches', { [group]: { [name]: value } }),
      () => `${name} is set.`,
    );
  const fields = Object.entries(values).map(([name, value]) =>
    el('label', {}, name, control(name, value, choices[name], set)),
  );
  return card(titles[group], folded(group, 'Switches', el('div', { class: 'switches' }, fields)));
}

function control(name, value, options, set) {
  if (options) {
    const list = select(
      {},
      options.map((option) => [String(option)]),
      String(value),
    );
    list.addEventListener('change', () =>
      set(
        name,
        options.find((option) => String(option) === list.value),
      ),
    );
    return list;
  }
  if (typeof value === 'boolean') {
    return el('input', {
      type: 'checkbox',
      checked: value,
      onchange: (event) => set(name, event.target.checked),
    });
  }
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : value;
  return el('input', { value: text, onchange: (event) => set(name, parse(event.target.value)) });
}

function parse(text) {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text; // the server says what is wrong with it
  }
}
