import type { Account } from './account.ts';
import type { Persona } from './persona.ts';
import { pointsForSale } from './programme.ts';

/** Gives a persona the sales that named it before it was known. */
export function claimWaitingSales(account: Account, persona: Persona): void {
  if (account.waitingForBuyer.size === 0) return;
  for (const srcID of [persona.srcID, ...(persona.extra?.otherSrcIDs ?? [])]) {
    const waiting = account.waitingForBuyer.get(srcID);
    if (!waiting) continue;
    account.waitingForBuyer.delete(srcID);
    for (const number of waiting) {
      if (account.sales.personas.get(number) >= 0 || account.sales.posUsers[number] !== srcID) continue;
      link(account, persona, number);
      credit(persona, spentOn(account, number), account.sales.points.get(number));
    }
  }
}

/** Moves all sales of one persona to another, for merging. */
export function moveSales(account: Account, from: Persona, to: Persona): void {
  for (const number of [...listSaleNumbers(account, from)]) {
    unlink(account, from, number);
    link(account, to, number);
  }
  credit(to, from.spent, from.salePoints);
  credit(from, -from.spent, -from.salePoints);
}

/** The sales of a persona, newest link first. */
export function* listSaleNumbers(account: Account, persona: Persona): Generator<number> {
  let number = persona.firstSale;
  while (number >= 0) {
    yield number;
    number = account.sales.nextOfPersona.get(number);
  }
}

/** Applies a changed programme to every sale. */
export function recountPoints(account: Account): void {
  const { sales } = account;
  for (let number = 0; number < sales.posIDs.length; number++) {
    if (!sales.isVisible(number)) continue;
    const points = pointsForSale(account.programme, sales.totals.get(number), sales.dates.get(number));
    const buyer = account.personas.rows[sales.personas.get(number)];
    if (buyer) credit(buyer, 0, points - sales.points.get(number));
    sales.points.set(number, points);
  }
}

/** Keeps a sale for the persona that its source id may name later. */
export function waitForBuyer(account: Account, number: number): void {
  const srcID = account.sales.posUsers[number] ?? '';
  if (srcID === '') return;
  const waiting = account.waitingForBuyer.get(srcID);
  if (!waiting) account.waitingForBuyer.set(srcID, [number]);
  else if (waiting.at(-1) !== number) waiting.push(number);
}

/** What a visible sale adds to its buyer's lifetime spend, in ten-thousandths. */
export function spentOn(account: Account, number: number): number {
  return account.sales.isVisible(number) ? Math.round(account.sales.totals.get(number) * 10_000) : 0;
}

export function credit(persona: Persona, spent: number, points: number): void {
  persona.spent += spent;
  persona.salePoints += points;
}

export function link(account: Account, persona: Persona, number: number): void {
  account.sales.personas.set(number, persona.number);
  account.sales.nextOfPersona.set(number, persona.firstSale);
  persona.firstSale = number;
}

export function unlink(account: Account, persona: Persona, number: number): void {
  const { nextOfPersona, personas } = account.sales;
  const next = nextOfPersona.get(number);
  if (persona.firstSale === number) persona.firstSale = next;
  else {
    for (const before of listSaleNumbers(account, persona)) {
      if (nextOfPersona.get(before) === number) {
        nextOfPersona.set(before, next);
        break;
      }
    }
  }
  personas.set(number, -1);
  nextOfPersona.set(number, -1);
}
