import { act, button, card, el, field } from './dom.js';

/** Who may use the app, what it may do, and whose store it is. */
export function showPeople({ view, app, run }) {
  const { users, ownerId } = view.account;
  const owner = users.find(({ id }) => id === ownerId);
  const email = el('input', { type: 'email', required: true, value: owner.email });
  const scopes = el('textarea', { rows: 8, spellcheck: 'false' }, (app?.scopes ?? []).join('\n'));
  const changeOwner = (event) => {
    event.preventDefault();
    run(
      () => act('owner-email', { email: email.value }),
      () => 'The owner’s e-mail is changed; the app must be accepted again.',
    );
  };
  const changeScopes = (event) => {
    event.preventDefault();
    const wanted = scopes.value.split(/\s+/).filter(Boolean);
    run(
      () => act('scopes', { scopes: wanted }),
      () => 'The app’s scopes are changed.',
    );
  };
  return [
    card(
      'Users',
      el(
        'ul',
        { class: 'list' },
        users.map((user) => userItem(user, ownerId, run)),
      ),
    ),
    card(
      'Owner',
      el('form', { onsubmit: changeOwner }, field('E-mail', email), el('button', {}, 'Change the e-mail')),
    ),
    card(
      'Token of the app',
      button(
        'Revoke the token',
        () =>
          run(
            () => act('revoke-token'),
            () => 'The token is revoked.',
          ),
        'danger',
      ),
    ),
    card(
      'Scopes of the app',
      el(
        'form',
        { onsubmit: changeScopes },
        field('One a line', scopes),
        el('button', {}, 'Change the scopes'),
      ),
    ),
  ];
}

function userItem(user, ownerId, run) {
  const role =
    user.id === ownerId
      ? 'owner'
      : user.authorised
        ? 'authorised'
        : user.hasApp
          ? 'has the app'
          : 'no access';
  const { id: userId, name } = user;
  const grant = user.hasApp
    ? button(
        'Remove from the app',
        () =>
          run(
            () => act('remove-user', { userId }),
            () => `${name} is removed.`,
          ),
        'danger',
      )
    : button('Grant the app', () =>
        run(
          () => act('user', { userId, hasApp: true }),
          () => `${name} has the app.`,
        ),
      );
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'row' },
      el('span', {}, `${name} (${user.email})`),
      el('span', { class: 'badge' }, role),
    ),
    user.authorised ? null : el('div', { class: 'buttons' }, grant),
  );
}
