/**
 * A group of switches that is changed from outside: unknown names and values of another kind are refused.
 * @param choices the values that a switch may hold, for those that are not free
 */
export class SwitchSet<Switches extends object> {
  readonly choices: Partial<Record<keyof Switches, readonly unknown[]>>;
  private readonly defaults: Readonly<Switches>;
  private values: Switches;

  constructor(
    defaults: Readonly<Switches>,
    choices: Partial<Record<keyof Switches, readonly unknown[]>> = {},
  ) {
    this.defaults = defaults;
    this.choices = choices;
    this.values = { ...defaults };
  }

  get(): Readonly<Switches> {
    return this.values;
  }

  /** @throws Error that names the first unknown switch or bad value; nothing is changed then */
  set(patch: Partial<Switches>): Readonly<Switches> {
    for (const [name, value] of Object.entries(patch)) {
      if (!Object.hasOwn(this.defaults, name)) throw new Error(`unknown switch "${name}"`);
      const key = name as keyof Switches; // hasOwn proves the key
      const allowed = this.choices[key];
      const fits = allowed ? allowed.includes(value) : isOfKind(value, this.defaults[key]);
      if (!fits) throw new Error(`switch "${name}" cannot be ${JSON.stringify(value)}`);
    }
    this.values = { ...this.values, ...patch };
    return this.values;
  }

  reset(): void {
    this.values = { ...this.defaults };
  }
}

function isOfKind(value: unknown, example: unknown): boolean {
  if (typeof example === 'number') return typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return typeof value === typeof example;
}
