import { api, el, when } from './dom.js';

/** Shows a sale as AIQ stored it, as the dashboard's "Receipt lookup" does. */
export async function showReceipt(uid, posID) {
  const sale = await api(`sales/${encodeURIComponent(posID)}?uid=${uid}`);
  const facts = {
    Receipt: sale.pos_id,
    Total: sale.total.toFixed(2),
    'Date (UTC)': when(sale.transactionDate),
    Store: sale.location,
    Buyer: `${sale.pos_user || '–'} (${sale.contactID ?? 'no persona'})`,
    Points: sale.points,
  };
  const entries = Object.entries(facts).flatMap(([name, value]) => [
    el('dt', {}, name),
    el('dd', {}, String(value)),
  ]);
  document.getElementById('receipt-facts').replaceChildren(...entries);
  document.getElementById('receipt-json').textContent = sale.payload
    ? JSON.stringify(sale.payload, null, 2)
    : 'not visible yet, or only counts are kept';
  const log = sale.log.map((write) =>
    el(
      'li',
      {},
      `${when(write.at)} · ${write.endpoint} · ${write.payload.visit.transaction_total} · ${write.payloadHash}`,
    ),
  );
  document.getElementById('receipt-log').replaceChildren(...log);
  const dialog = document.getElementById('receipt');
  if (!dialog.open) dialog.showModal();
}
