import { api, el } from './dom.js';

const choices = {
  bulkFailure: ['whole-batch', 'partial', 'silent'],
  loyaltySrcId: ['honoured', 'ignored'],
  merge: ['on-demand', 'at-once', 'delayed'],
};

/** The switches of the account, each set as soon as it is changed, and the buttons beside them. */
export async function showSwitches({ uid, act }) {
  const [switches, failures] = await Promise.all([api(`switches?uid=${uid}`), api('failures')]);
  const set = (name, value) => act(() => api('switches', { uid, [name]: value }));
  const fields = Object.entries(switches).map(([name, value]) =>
    el('label', {}, name, control(name, value, name === 'failWith' ? failures : choices[name], set)),
  );
  const button = (label, path, body = { uid }) =>
    el('button', { onclick: () => act(() => api(path, body)) }, label);
  return el(
    'div',
    {},
    el('p', { class: 'hint' }, 'What is uncertain about AIQ, and every fault it can play. Empty means none.'),
    el(
      'div',
      { class: 'toolbar' },
      button('Back to defaults', 'reset-switches'),
      button('Show accepted writes now', 'flush'),
      button('Merge personas now', 'merge'),
      button('Revoke the API key', 'revoke-key'),
      button('Replace the API key', 'replace-key', {
        uid,
        key: `key-${uid}-${crypto.randomUUID().slice(0, 8)}`,
      }),
    ),
    el('div', { class: 'switches' }, ...fields),
  );
}

function control(name, value, options, set) {
  if (options) {
    const none = name === 'failWith' ? [el('option', { value: '', selected: value === null }, '–')] : [];
    const items = options.map((option) =>
      el('option', { value: option, selected: option === value }, option),
    );
    return el(
      'select',
      {
        'data-switch': name,
        onchange: (event) => set(name, event.target.value === '' ? null : event.target.value),
      },
      ...none,
      ...items,
    );
  }
  if (typeof value === 'boolean') {
    return el('input', {
      type: 'checkbox',
      'data-switch': name,
      checked: value,
      onchange: (event) => set(name, event.target.checked),
    });
  }
  const isText = value !== null && typeof value === 'object';
  return el('input', {
    'data-switch': name,
    value: value === null ? '' : isText ? JSON.stringify(value) : value,
    onchange: (event) => set(name, parse(event.target.value)),
  });
}

function parse(text) {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text; // the server says what is wrong with it
  }
}
