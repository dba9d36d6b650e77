/**
 * A sum of JSON numbers in exact decimals: each number counts as the decimal that JavaScript prints for it
 * (0.1 is one tenth), so that sums can be compared with another system's to the last digit.
 */
export class ExactSum {
  private units = 0n;
  private scale = 2;

  add(amount: number): void {
    this.change(amount, 1n);
  }

  subtract(amount: number): void {
    this.change(amount, -1n);
  }

  /** Plain decimal notation with at least two decimals, such as `-12.50` or `0.125`. */
  toString(): string {
    const sign = this.units < 0n ? '-' : '';
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const fraction = digits.slice(-this.scale).replace(/0+$/, '').padEnd(2, '0');
    return `${sign}${digits.slice(0, -this.scale)}.${fraction}`;
  }

  private change(amount: number, sign: bigint): void {
    const { units, scale } = toDecimal(amount);
    if (scale > this.scale) {
      this.units *= 10n ** BigInt(scale - this.scale);
      this.scale = scale;
    }
    this.units += sign * units * 10n ** BigInt(this.scale - scale);
  }
}

function toDecimal(amount: number): { units: bigint; scale: number } {
  const [mantissa = '0', exponent = '0'] = String(amount).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}
