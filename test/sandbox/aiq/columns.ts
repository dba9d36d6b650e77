type NumberColumn = Float64Array | Int32Array | Uint32Array;

/** A typed array that grows: one number per row without an object per row. */
export class Column<T extends NumberColumn> {
  private values: T;
  private readonly make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.make = make;
    this.values = make(1024);
  }

  get(row: number): number {
    return this.values[row] ?? 0;
  }

  set(row: number, value: number): void {
    if (row >= this.values.length) {
      const grown = this.make(Math.max(row + 1, this.values.length * 2));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[row] = value;
  }
}

export const decimals = () => new Column((length) => new Float64Array(length));
export const integers = () => new Column((length) => new Int32Array(length));
export const words = () => new Column((length) => new Uint32Array(length));
