import type { Account } from './account.ts';
import { readPersonaDetails } from './persona-details.ts';
import { noDetails, type Persona } from './persona.ts';
import { upsertPersona } from './persona-upsert.ts';
import { pointsForSale } from './programme.ts';
import { credit, link, spentOn, unlink, waitForBuyer } from './sale-links.ts';
import type { SaleWrite } from './sale.ts';

/** Makes an accepted sale visible: buyer, lifetime spend and points follow its newest version. */
export function showSale(account: Account, number: number, write: SaleWrite): void {
  const { sales } = account;
  const oldSpent = spentOn(account, number);
  const oldPoints = sales.points.get(number);
  const oldBuyer = account.personas.rows[sales.personas.get(number)];
  if (!sales.show(number, write)) return;
  sales.points.set(
    number,
    pointsForSale(account.programme, sales.totals.get(number), sales.dates.get(number)),
  );
  const buyer = findBuyer(account, write);
  if (oldBuyer) credit(oldBuyer, -oldSpent, -oldPoints);
  if (oldBuyer !== buyer) {
    if (oldBuyer) unlink(account, oldBuyer, number);
    if (buyer) link(account, buyer, number);
  }
  if (!buyer) waitForBuyer(account, number);
  if (buyer) credit(buyer, spentOn(account, number), sales.points.get(number));
}

function findBuyer(account: Account, write: SaleWrite): Persona | undefined {
  const { member, visit } = write.payload;
  const srcID = visit.pos_user ?? '';
  if (!member) return srcID === '' ? undefined : account.personas.findBySrcID(srcID);
  const details = { ...noDetails, ...readPersonaDetails(member, account.stores), srcID };
  if (srcID === '' && details.mobilePhone === '' && details.email === '') return undefined;
  return upsertPersona(account, details, { order: write.order, match: 'source, then contact' });
}
