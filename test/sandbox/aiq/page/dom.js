/** Makes an element; texts are never read as HTML, whatever a shopper is called. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A table whose cells carry their column's name, so that a narrow screen can show rows as cards. */
export function table(columns, rows, rowAttributes = () => ({})) {
  if (rows.length === 0) return el('p', { class: 'hint' }, 'Nothing here yet.');
  const head = el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column.title)));
  const body = rows.map((row) =>
    el(
      'tr',
      rowAttributes(row),
      ...columns.map((column) =>
        el(
          'td',
          { 'data-label': column.title, class: column.number ? 'number' : null },
          column.cell(row) ?? '',
        ),
      ),
    ),
  );
  return el(
    'div',
    // Where it is too wide it scrolls, also by keyboard.
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Rows' },
    el('table', {}, el('thead', {}, head), el('tbody', {}, ...body)),
  );
}

export function badge(text, kind = '') {
  return el('span', { class: `badge ${kind}` }, text);
}

export function when(value) {
  if (value === null || value === undefined) return '';
  const date = typeof value === 'number' ? new Date(value < 1e11 ? value * 1000 : value) : new Date(value);
  return date.toISOString().replace('T', ' ').slice(0, 19);
}

/** Reads or, with a body, changes something through the sandbox's control endpoints. */
export async function api(path, body) {
  const response = await fetch(
    `/sandbox/${path}`,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
