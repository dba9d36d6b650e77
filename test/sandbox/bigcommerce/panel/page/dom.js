/** Makes an element; texts are never read as HTML, whatever a shopper is called. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(key, String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function field(label, control) {
  return el('label', {}, label, control);
}

export function select(attributes, options, chosen) {
  return el(
    'select',
    attributes,
    options.map(([value, label]) =>
      el('option', { value, selected: value === chosen }, label ?? String(value)),
    ),
  );
}

export function button(label, onclick, kind = '') {
  return el('button', { type: 'button', class: kind, onclick }, label);
}

export function card(title, ...children) {
  return el('section', { class: 'card' }, el('h2', {}, title), ...children);
}

/** The entries that the app has added to the Action menu of an order or customer. */
export function actionButtons(view, model, idOf, open) {
  return view.extensions
    .filter((extension) => extension.model === model)
    .map(({ url, label }) =>
      button(label.defaultValue, () => open({ url: url.replace('${id}', idOf()) }), 'action'),
    );
}

/** The hash in `store-<hash>.…`. */
export const store = /^store-([a-z0-9]+)\./.exec(location.hostname)?.[1] ?? '';

/** Reads with a query, or acts with a body, through the sandbox's control interface. */
export async function read(path, query = {}) {
  return answerOf(await fetch(`/sandbox/${path}?${new URLSearchParams({ store, ...query })}`));
}

export async function act(path, body = {}) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(
    await fetch(`/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify({ store, ...body }) }),
  );
}

async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
