import { defaultSwitches, type AiqSwitches } from './switches.ts';

/** The switches for all accounts and those of single accounts, which win. */
export class Switchboard {
  private common: AiqSwitches = { ...defaultSwitches };
  private readonly own = new Map<string, Partial<AiqSwitches>>();
  private readonly inForce = new Map<string, AiqSwitches>();

  /** In force for an account, or for requests of no known account. */
  get(uid?: string): AiqSwitches {
    return (uid !== undefined && this.inForce.get(uid)) || this.common;
  }

  set(patch: Partial<AiqSwitches>, uid?: string): AiqSwitches {
    if (uid === undefined) this.common = { ...this.common, ...patch };
    else this.own.set(uid, { ...this.own.get(uid), ...patch });
    for (const [account, own] of this.own) this.inForce.set(account, { ...this.common, ...own });
    return this.get(uid);
  }

  /** Back to the defaults: of one account, or of all. */
  reset(uid?: string): void {
    if (uid === undefined) {
      this.common = { ...defaultSwitches };
      this.own.clear();
      this.inForce.clear();
    } else {
      this.own.delete(uid);
      this.inForce.delete(uid);
    }
  }
}
