import { act, actionButtons, button, card, el, field, select } from './dom.js';

/** Customers, products and channels: making, editing, deleting, hiding. */
export function showCatalogue({ view, run, open }) {
  return [
    newCustomerCard(run),
    customerCard(view, run, open),
    productCard(view, run),
    newProductCard(run),
    channelCard(view, run),
  ];
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
  return createCard('New customer', person, ['firstName', 'lastName', 'email'], (customer) =>
    run(
      () => perform('createCustomer', customer),
      (answer) => `Customer ${answer.result} is created.`,
    ),
  );
}

/** A form whose filled fields are handed over. */
function createCard(title, fields, required, create) {
  const submit = (event) => {
    event.preventDefault();
    create(filled(event.target));
  };
  return card(
    title,
    el('form', { onsubmit: submit }, inputs(fields, required), el('button', { class: 'primary' }, 'Create')),
  );
}

function newProductCard(run) {
  const fields = [
    ['name', 'Name'],
    ['sku', 'SKU'],
    ['price', 'Price'],
  ];
  return createCard('New product', fields, ['name', 'sku', 'price'], (product) =>
    run(
      () => perform('createProduct', product),
      (answer) => `Product ${answer.result} is created.`,
    ),
  );
}

function channelCard(view, run) {
  const made = createCard('New channel', [['name', 'Name']], ['name'], ({ name }) =>
    run(
      () => perform('createChannel', name),
      (answer) => `Channel ${answer.result} is created.`,
    ),
  );
  const items = view.channels.map(({ name, status }) =>
    el('li', {}, el('div', { class: 'row' }, el('span', {}, name), el('span', { class: 'hint' }, status))),
  );
  made.append(el('ul', { class: 'list' }, items));
  return made;
}

const place = [
  ['street1', 'Street'],
  ['city', 'City'],
  ['state', 'State'],
  ['zip', 'Postal code'],
];

/** An address and the newsletter: what does not change the customer itself. */
function besideCustomer(who, view, run) {
  const add = (event) => {
    event.preventDefault();
    run(
      () => perform('addAddress', Number(who.value), filled(event.target)),
      () => `Customer ${who.value} has another address.`,
    );
  };
  const email = () => view.customers.find(({ id }) => id === Number(who.value))?.email;
  const newsletter = (label, isWanted) =>
    button(label, () =>
      run(
        () => perform('setNewsletter', email(), isWanted),
        () => `${email()} ${isWanted ? 'takes' : 'does not take'} the newsletter.`,
      ),
    );
  return [
    el(
      'div',
      { class: 'buttons' },
      newsletter('Subscribe to the newsletter', true),
      newsletter('Unsubscribe', false),
    ),
    el(
      'details',
      {},
      el('summary', {}, 'Add an address'),
      el(
        'form',
        { onsubmit: add },
        inputs(
          place,
          place.map(([name]) => name),
        ),
        el('button', {}, 'Add the address'),
      ),
    ),
  ];
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
    ...besideCustomer(who, view, run),
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
