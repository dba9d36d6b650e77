import { MultiIndex } from './multi-index.ts';
import { extraOf, type Persona, type PersonaDetails, type PersonaSource } from './persona.ts';

export interface PersonaArrival {
  /** Order of arrival of the request. */
  order: number;
  /** Unix seconds. */
  at: number;
  source: PersonaSource;
}

/** The personas of one account, found by source id, phone or e-mail. */
export class PersonaStore {
  readonly rows: Persona[] = [];
  private readonly bySrcID = new Map<string, number>();
  private readonly byPhone = new MultiIndex();
  private readonly byEmail = new MultiIndex();
  private live = 0;

  /** Personas that were not merged into another. */
  get size(): number {
    return this.live;
  }

  get(number: number): Persona | undefined {
    const persona = this.rows[number];
    return persona && persona.mergedInto < 0 ? persona : undefined;
  }

  findBySrcID(srcID: string): Persona | undefined {
    const number = this.bySrcID.get(srcID);
    return number === undefined ? undefined : this.survivor(number);
  }

  findByPhone(phone: string): Persona | undefined {
    const number = this.byPhone.latest(phone);
    return number === undefined ? undefined : this.get(number);
  }

  findByEmail(email: string): Persona | undefined {
    const number = this.byEmail.latest(email.toLowerCase());
    return number === undefined ? undefined : this.get(number);
  }

  /** Phone first, then e-mail: the priority of AIQ's merging. */
  findByContact(details: { mobilePhone: string; email: string }): Persona | undefined {
    return this.findByPhone(details.mobilePhone) ?? this.findByEmail(details.email);
  }

  create(details: PersonaDetails, arrival: PersonaArrival): Persona {
    const persona: Persona = {
      number: this.rows.length,
      srcID: '',
      firstName: '',
      lastName: '',
      email: '',
      mobilePhone: '',
      source: arrival.source,
      inserted: arrival.at,
      changedBy: -1,
      loyalty: false,
      loyaltySignupTS: null,
      favoriteStoreID: null,
      emailOptInTime: null,
      optIn: null,
      extra: null,
      salePoints: 0,
      otherPoints: 0,
      spent: 0,
      firstSale: -1,
      mergedInto: -1,
    };
    this.rows.push(persona);
    this.live += 1;
    this.update(persona, details, arrival);
    return persona;
  }

  /** What a request says replaces what was known, unless a later request already spoke: then it fills gaps. */
  update(persona: Persona, details: PersonaDetails, arrival: { order: number }): void {
    const later = arrival.order > persona.changedBy;
    const pick = (now: string, said: string) => (said !== '' && (later || now === '') ? said : now);
    this.addSrcID(persona, details.srcID);
    persona.firstName = pick(persona.firstName, details.firstName);
    persona.lastName = pick(persona.lastName, details.lastName);
    this.setPhone(persona, pick(persona.mobilePhone, details.mobilePhone));
    this.setEmail(persona, pick(persona.email, details.email));
    if (details.favoriteStoreID !== null && (later || persona.favoriteStoreID === null)) {
      persona.favoriteStoreID = details.favoriteStoreID;
    }
    this.updateExtra(persona, details, pick);
    if (later) persona.changedBy = arrival.order;
  }

  /** A person may be known by several ids of the source; the first stays the main one. */
  addSrcID(persona: Persona, srcID: string): void {
    if (srcID === '' || srcID === persona.srcID) return;
    if (persona.srcID === '') persona.srcID = srcID;
    else if (!extraOf(persona).otherSrcIDs.includes(srcID)) extraOf(persona).otherSrcIDs.push(srcID);
    this.bySrcID.set(srcID, persona.number);
  }

  setPhone(persona: Persona, phone: string): void {
    if (phone === persona.mobilePhone) return;
    this.byPhone.remove(persona.mobilePhone, persona.number);
    persona.mobilePhone = phone;
    this.byPhone.add(phone, persona.number);
  }

  setEmail(persona: Persona, email: string): void {
    if (email === persona.email) return;
    this.byEmail.remove(persona.email, persona.number);
    persona.email = email;
    this.byEmail.add(email, persona.number);
  }

  /** Takes a merged persona out of every index; its ids then lead to the survivor. */
  retire(persona: Persona, survivor: Persona): void {
    this.byPhone.remove(persona.mobilePhone, persona.number);
    this.byEmail.remove(persona.email, persona.number);
    persona.mergedInto = survivor.number;
    this.live -= 1;
  }

  /** Groups of living personas with the same phone, or with the same e-mail. */
  sharing(detail: 'phone' | 'email'): Persona[][] {
    const index = detail === 'phone' ? this.byPhone : this.byEmail;
    return index.shared().map((group) => group.flatMap((number) => this.get(number) ?? []));
  }

  /** Living personas with the same phone (or e-mail) as this one, itself included. */
  twinsOf(persona: Persona, detail: 'phone' | 'email'): Persona[] {
    const numbers =
      detail === 'phone' ? this.byPhone.all(persona.mobilePhone) : this.byEmail.all(persona.email);
    return numbers.flatMap((number) => this.get(number) ?? []);
  }

  *living(): Generator<Persona> {
    for (const persona of this.rows) if (persona.mergedInto < 0) yield persona;
  }

  /** Puts saved rows back, indexes included. */
  restore(rows: readonly Persona[]): void {
    for (const saved of rows) {
      const persona = structuredClone(saved);
      this.rows.push(persona);
      for (const srcID of [persona.srcID, ...(persona.extra?.otherSrcIDs ?? [])]) {
        if (srcID !== '' && !this.bySrcID.has(srcID)) this.bySrcID.set(srcID, persona.number);
      }
      if (persona.mergedInto >= 0) continue;
      this.live += 1;
      this.byPhone.add(persona.mobilePhone, persona.number);
      this.byEmail.add(persona.email, persona.number);
    }
  }

  private survivor(number: number): Persona | undefined {
    let persona = this.rows[number];
    while (persona && persona.mergedInto >= 0) persona = this.rows[persona.mergedInto];
    return persona;
  }

  private updateExtra(
    persona: Persona,
    details: PersonaDetails,
    pick: (now: string, said: string) => string,
  ): void {
    const { birthdate, address, favoriteStore, customAttributes } = details;
    if (birthdate + address + favoriteStore === '' && customAttributes.length === 0) return;
    const extra = extraOf(persona);
    extra.birthdate = pick(extra.birthdate, birthdate);
    extra.address = pick(extra.address, address);
    extra.favoriteStore = pick(extra.favoriteStore, favoriteStore);
    for (const attribute of customAttributes) {
      const same = (one: { parent?: string; key: string }) =>
        one.key === attribute.key && one.parent === attribute.parent;
      extra.customAttributes = [...extra.customAttributes.filter((one) => !same(one)), attribute];
    }
  }
}
