/**
 * AIQ's contact ids are 32 hex characters. Ours are computed from the persona's number and the seed, and can
 * be turned back into the number, so that a million of them need neither text nor an index in memory.
 */
export interface ContactIds {
  fromNumber(number: number): string;
  /** `null` for an id that this account never gave. */
  toNumber(contactId: string): number | null;
}

export function createContactIds(seed: number): ContactIds {
  function fromNumber(number: number): string {
    const hidden = (number ^ mix(seed)) >>> 0;
    return [hidden, mix(hidden ^ 1), mix(hidden ^ 2), mix(hidden ^ 3)].map(toHex).join('');
  }
  return {
    fromNumber,
    toNumber(contactId) {
      if (!/^[0-9a-f]{32}$/.test(contactId)) return null;
      const number = (Number.parseInt(contactId.slice(0, 8), 16) ^ mix(seed)) >>> 0;
      return fromNumber(number) === contactId ? number : null;
    },
  };
}

/** Scatters 32 bits (the finaliser of MurmurHash3). */
export function mix(bits: number): number {
  let mixed = bits | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A number in 0..1 for each call, always the same row for the same seed. */
export function createDraws(seed: number): () => number {
  let step = 0;
  return () => mix(mix(seed) ^ Math.imul(++step, 0x9e3779b1)) / 2 ** 32;
}

function toHex(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}
