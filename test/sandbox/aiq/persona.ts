/** What AIQ holds of a person. Rare parts hang on `optIn` and `extra`, so that a million personas stay small. */
export interface Persona {
  /** Position in the store; the contact id is computed from it. */
  number: number;
  /** Id in the source system, blank when only AIQ knows the person. */
  srcID: string;
  firstName: string;
  lastName: string;
  email: string;
  /** Ten digits or blank. */
  mobilePhone: string;
  /** The dashboard's "Source" column. */
  source: PersonaSource;
  /** Unix seconds. */
  inserted: number;
  /** Order of arrival of the newest request that changed the persona. */
  changedBy: number;
  loyalty: boolean;
  /** Unix seconds. */
  loyaltySignupTS: number | null;
  favoriteStoreID: number | null;
  emailOptInTime: number | null;
  optIn: OptIn | null;
  extra: PersonaExtra | null;
  /** Points of all sales, before the floor at 0. */
  salePoints: number;
  /** Adjustments less redemptions. */
  otherPoints: number;
  /** Ten-thousandths of the currency unit, so that adding up stays exact. */
  spent: number;
  /** Number of the newest linked sale, -1 for none. */
  firstSale: number;
  /** Number of the persona this one was merged into, -1 while it lives. */
  mergedInto: number;
}

export type PersonaSource = 'REST API' | 'AIQ Loyalty';

/** State of text messages. Absent means that nobody ever asked. */
export interface OptIn {
  state: 'none' | 'pending' | 'in' | 'out';
  /** Unix seconds. */
  optinTime: number | null;
  optoutTime: number | null;
  optreqTime: number | null;
  /** Double opt-in requests that callers asked for. */
  requestsAsked: number;
  /** Double opt-in requests that AIQ texted, at most `maxOptInRequests`. */
  requestsSent: number;
  /** Opt-ins by callers without the person's YES; a careful integrator has none. */
  forced: number;
}

export interface PersonaExtra {
  otherSrcIDs: string[];
  birthdate: string;
  address: string;
  favoriteStore: string;
  customAttributes: CustomAttribute[];
}

export interface CustomAttribute {
  parent?: string;
  key: string;
  value: string;
  ts?: number;
}

/** What a request says about a person; blank means that it says nothing. */
export interface PersonaDetails {
  srcID: string;
  firstName: string;
  lastName: string;
  email: string;
  mobilePhone: string;
  birthdate: string;
  address: string;
  favoriteStore: string;
  favoriteStoreID: number | null;
  customAttributes: CustomAttribute[];
}

export const noDetails: Readonly<PersonaDetails> = {
  srcID: '',
  firstName: '',
  lastName: '',
  email: '',
  mobilePhone: '',
  birthdate: '',
  address: '',
  favoriteStore: '',
  favoriteStoreID: null,
  customAttributes: [],
};

export function optInOf(persona: Persona): OptIn {
  persona.optIn ??= {
    state: 'none',
    optinTime: null,
    optoutTime: null,
    optreqTime: null,
    requestsAsked: 0,
    requestsSent: 0,
    forced: 0,
  };
  return persona.optIn;
}

export function extraOf(persona: Persona): PersonaExtra {
  persona.extra ??= { otherSrcIDs: [], birthdate: '', address: '', favoriteStore: '', customAttributes: [] };
  return persona.extra;
}

/** Points of members only; a negative balance is raised to 0. */
export function pointsOf(persona: Persona): number {
  return persona.loyalty ? Math.max(0, persona.salePoints + persona.otherPoints) : 0;
}
