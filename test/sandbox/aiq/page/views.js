import { api, badge, el, table, when } from './dom.js';
import { showReceipt } from './receipt.js';

const pageSize = 50;

/** The tabs of the dashboard: each reads its rows and gives what to show. */
export const views = {
  personas: {
    title: 'Personas',
    searchHint: 'Name, e-mail, phone, id, or is:member has:email …',
    async show({ uid, search, start }) {
      const page = await api(`personas?${query({ uid, search, start })}`);
      return list(page, [
        { title: 'Name', cell: (row) => `${row.firstName} ${row.lastName}`.trim() || '–' },
        { title: 'E-mail', cell: (row) => row.email },
        { title: 'Phone', cell: (row) => row.mobilePhone },
        { title: 'Source', cell: (row) => row.source },
        { title: 'Source id', cell: (row) => [row.srcID, ...row.otherSrcIDs].filter(Boolean).join(', ') },
        { title: 'Loyalty', cell: (row) => (row.loyalty ? badge('member', 'good') : badge('not a member')) },
        { title: 'Texts', cell: (row) => optInBadge(row.optIn?.state) },
        { title: 'Points', number: true, cell: (row) => String(row.loyaltyPoints) },
        { title: 'Spent', number: true, cell: (row) => row.spent.toFixed(2) },
        { title: 'Sales', number: true, cell: (row) => String(row.sales.length) },
        { title: 'Inserted', cell: (row) => when(row.inserted) },
      ]);
    },
  },
  sales: {
    title: 'Sales',
    searchHint: 'Receipt, buyer or store',
    async show({ uid, search, start }) {
      const page = await api(`sales?${query({ uid, search, start })}`);
      const open = (row) =>
        el('button', { class: 'link', onclick: () => showReceipt(uid, row.pos_id) }, row.pos_id);
      return list(
        page,
        [
          { title: 'Receipt', cell: open },
          { title: 'Date (UTC)', cell: (row) => (row.visible ? when(row.transactionDate) : '') },
          { title: 'Total', number: true, cell: (row) => (row.visible ? row.total.toFixed(2) : '') },
          { title: 'Store', cell: (row) => row.location },
          { title: 'Buyer', cell: (row) => row.pos_user },
          { title: 'Points', number: true, cell: (row) => String(row.points) },
          { title: 'Requests', number: true, cell: (row) => String(row.writes) },
          { title: 'State', cell: saleBadge },
        ],
        (row) => ({ 'data-pos-id': row.pos_id }),
      );
    },
  },
  optins: {
    title: 'Opt-ins',
    async show({ uid, act }) {
      const rows = await api(`optins?uid=${uid}`);
      const answer = (row, action, label) =>
        el('button', { onclick: () => act(() => api(action, { uid, phone: row.mobilePhone })) }, label);
      const buttons = (row) =>
        row.state === 'pending'
          ? el(
              'span',
              {},
              answer(row, 'answer-yes', 'Shopper answers YES'),
              ' ',
              answer(row, 'answer-stop', 'STOP'),
            )
          : row.state === 'in'
            ? answer(row, 'answer-stop', 'Shopper answers STOP')
            : '';
      return table(
        [
          { title: 'Phone', cell: (row) => row.mobilePhone },
          { title: 'Name', cell: (row) => row.name },
          { title: 'State', cell: (row) => optInBadge(row.state) },
          { title: 'Asked for', number: true, cell: (row) => String(row.requestsAsked) },
          { title: 'Texted', number: true, cell: (row) => String(row.requestsSent) },
          { title: 'Forced', number: true, cell: (row) => String(row.forced) },
          { title: 'Requested', cell: (row) => when(row.optreqTime) },
          { title: 'Answer', cell: buttons },
        ],
        rows.slice(-500).reverse(),
      );
    },
  },
  inventory: {
    title: 'Inventory',
    async show({ uid }) {
      const rows = await api(`inventory?uid=${uid}`);
      return table(
        [
          { title: 'Item', cell: (row) => row.key },
          { title: 'Name', cell: (row) => String(row.item.name ?? '') },
          { title: 'Price', number: true, cell: (row) => String(row.item.price ?? '') },
          { title: 'Stock', number: true, cell: (row) => String(row.item.quantity ?? '') },
          {
            title: 'State',
            cell: (row) => (row.withdrawn ? badge('withdrawn', 'bad') : badge('shown', 'good')),
          },
          { title: 'Updated', cell: (row) => when(row.updated) },
        ],
        rows.slice(-500).reverse(),
      );
    },
  },
  requests: {
    title: 'Requests',
    async show({ uid }) {
      const [own, all] = await Promise.all([api(`requests?uid=${uid}`), api('requests')]);
      const foreign = all.counts.filter((count) => count.account === null);
      return table(
        [
          { title: 'Endpoint', cell: (row) => row.endpoint },
          { title: 'Status', cell: (row) => badge(row.status || 'cut', row.status === 200 ? 'good' : 'bad') },
          { title: 'Key', cell: (row) => (row.account === null ? 'not accepted' : 'this account') },
          { title: 'Requests', number: true, cell: (row) => String(row.requests) },
          { title: 'Records', number: true, cell: (row) => String(row.records) },
          { title: 'Last', cell: (row) => when(row.lastAt) },
        ],
        [...own.counts, ...foreign],
      );
    },
  },
};

function list({ results, total, start, limit }, columns, rowAttributes) {
  const first = total === 0 ? 0 : start + 1;
  const note = `${first}–${start + results.length} of ${total}`;
  const turn = (label, to) =>
    el('button', { 'data-start': to, disabled: to < 0 || to >= Math.max(total, 1) }, label);
  return el(
    'div',
    {},
    table(columns, results, rowAttributes),
    el(
      'p',
      { class: 'toolbar' },
      turn('Newer', start - limit),
      turn('Older', start + limit),
      el('span', { class: 'hint' }, note),
    ),
  );
}

function query({ uid, search, start }) {
  return new URLSearchParams({ uid, search, start, limit: pageSize });
}

function saleBadge(row) {
  if (!row.visible) return badge('accepted, not shown yet');
  return row.isRefund ? badge('refund', 'bad') : badge('sale', 'good');
}

function optInBadge(state = 'none') {
  const kinds = { in: 'good', out: 'bad' };
  const words = { none: 'never asked', pending: 'waiting for YES', in: 'opted in', out: 'opted out' };
  return badge(words[state], kinds[state]);
}
