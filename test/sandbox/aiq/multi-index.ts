/** From a text to the numbers that carry it; nearly always one, so one number costs no list. */
export class MultiIndex {
  private readonly entries = new Map<string, number | number[]>();

  add(text: string, number: number): void {
    if (text === '') return;
    const held = this.entries.get(text);
    if (held === undefined) this.entries.set(text, number);
    else if (typeof held !== 'number') {
      if (!held.includes(number)) held.push(number);
    } else if (held !== number) this.entries.set(text, [held, number]);
  }

  remove(text: string, number: number): void {
    const rest = this.all(text).filter((one) => one !== number);
    const [only] = rest;
    if (only === undefined) this.entries.delete(text);
    else this.entries.set(text, rest.length === 1 ? only : rest);
  }

  all(text: string): number[] {
    const held = this.entries.get(text);
    if (held === undefined) return [];
    return typeof held === 'number' ? [held] : held;
  }

  /** The number that came last. */
  latest(text: string): number | undefined {
    const held = this.entries.get(text);
    return typeof held === 'object' ? held.at(-1) : held;
  }

  /** The groups of two and more that share a text. */
  shared(): number[][] {
    const groups: number[][] = [];
    for (const held of this.entries.values()) if (typeof held === 'object') groups.push([...held]);
    return groups;
  }
}
