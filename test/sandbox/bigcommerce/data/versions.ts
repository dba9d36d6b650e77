interface Version<T> {
  /** Milliseconds since 1970 of the write. */
  at: number;
  /** Null: deleted. Undefined: as generated, or not there yet. */
  value: T | null | undefined;
}

/** Versions kept beside the newest, for readers who lag behind. */
const keptVersions = 6;

/** What was changed in a generated list, with the last few former states of each thing. */
export class Versions<T> {
  private readonly newest = new Map<number, Version<T>>();
  private readonly former = new Map<number, Version<T>[]>();

  get size(): number {
    return this.newest.size;
  }

  /**
   * @param asOf a reader who lags sees nothing that was written after this time
   * @returns undefined when unchanged, null when deleted
   */
  get(id: number, asOf = Infinity): T | null | undefined {
    const version = this.newest.get(id);
    if (!version || version.at <= asOf) return version?.value;
    const former = this.former.get(id)?.findLast(({ at }) => at <= asOf);
    return former?.value;
  }

  set(id: number, value: T | null, at: number): void {
    const before = this.newest.get(id) ?? { at: -Infinity, value: undefined };
    const former = this.former.get(id) ?? [];
    former.push(before);
    if (former.length > keptVersions) former.shift();
    this.former.set(id, former);
    this.newest.set(id, { at, value });
  }

  /** All that are changed as this reader sees it, deleted ones included. */
  *entries(asOf = Infinity): Generator<[id: number, value: T | null]> {
    for (const [id, version] of this.newest) {
      const value = version.at <= asOf ? version.value : this.get(id, asOf);
      if (value !== undefined) yield [id, value];
    }
  }

  clear(): void {
    this.newest.clear();
    this.former.clear();
  }

  save(): [id: number, value: T | null][] {
    return [...this.entries()];
  }

  restore(saved: readonly (readonly [number, T | null])[]): void {
    this.clear();
    for (const [id, value] of saved) this.newest.set(id, { at: -Infinity, value });
  }
}
