import { act, actionButtons, button, card, el, field, select } from './dom.js';

/** Customers and products: editing, deleting, hiding. */
export function showCatalogue({ view, run, open }) {
  return [newCustomerCard(run), customerCard(view, run, open), productCard(view, run)];
}

const perform = (action, ...input) => act('act', { action, arguments: input });

function inputs(names, required) {
  return names.map(([name, label, type = 'text']) =>
    field(label, el('input', { name, type, required: required.includes(name) })),
  );
}

/** The filled fields of a form. */
function filled(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
}

const person = [
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['email', 'E-mail', 'email'],
  ['phone', 'Phone', 'tel'],
];

function newCustomerCard(run) {
  const create = (event) => {
    event.preventDefault();
    run(
      () => perform('createCustomer', filled(event.target)),
      (answer) => `Customer ${answer.result} is created.`,
    );
  };
  return card(
    'New customer',
    el(
      'form',
      { onsubmit: create },
      inputs(person, ['firstName', 'lastName', 'email']),
      el('button', { class: 'primary' }, 'Create'),
    ),
  );
}

function customerCard(view, run, open) {
  const who = select(
    {},
    view.customers.map(({ id, name, email }) => [id, `${name} (${email})`]),
  );
  const edit = (event) => {
    event.preventDefault();
    const patch = filled(event.target);
    run(
      () => perform('updateCustomer', Number(who.value), patch),
      () => `Customer ${who.value} is changed.`,
    );
  };
  const remove = () => {
    if (!confirm(`Delete customer ${who.value}?`)) return;
    run(
      () => perform('deleteCustomer', Number(who.value)),
      () => `Customer ${who.value} is deleted.`,
    );
  };
  return card(
    'Change a customer',
    el(
      'form',
      { onsubmit: edit },
      field('Customer', who),
      inputs([...person, ['birthday', 'Birthday', 'date']], []),
      el(
        'div',
        { class: 'buttons' },
        el('button', { class: 'primary' }, 'Save what is filled in'),
        button('Delete', remove, 'danger'),
        actionButtons(view, 'CUSTOMERS', () => who.value, open),
      ),
    ),
  );
}

function productCard(view, run) {
  const items = view.products.slice(0, 30).map(({ id, name, stock, isVisible }) =>
    el(
      'li',
      {},
      el('div', { class: 'row' }, el('span', {}, name), el('span', { class: 'hint' }, `${stock} in stock`)),
      el(
        'div',
        { class: 'buttons' },
        button(isVisible ? 'Hide' : 'Show', () =>
          run(
            () => perform('updateProduct', id, { isVisible: !isVisible }),
            () => `${name} is changed.`,
          ),
        ),
        button('Sell out', () =>
          run(
            () => perform('updateProduct', id, { stock: 0 }),
            () => `${name} is sold out.`,
          ),
        ),
        button(
          'Delete',
          () => {
            if (confirm(`Delete ${name}?`))
              run(
                () => perform('deleteProduct', id),
                () => `${name} is deleted.`,
              );
          },
          'danger',
        ),
      ),
    ),
  );
  return card(`Products (${view.counts.products})`, el('ul', { class: 'list' }, items));
}
