import type { SandboxClock } from '../contract.ts';

export type CallbackKind = 'uninstall' | 'remove-user';

/** One call of an app's server callback, as it ended. */
export interface CallbackNote {
  kind: CallbackKind;
  clientId: string;
  storeHash: string;
  /** Milliseconds since 1970. */
  at: number;
  /** 0 when there was no answer. */
  status: number;
}

/** Server calls to apps: no retry is documented, and a failure changes nothing for the merchant. */
export class AppCalls {
  readonly notes: CallbackNote[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.clock = clock;
  }

  /** @param call.url the callback with its JWT */
  send(call: { kind: CallbackKind; clientId: string; storeHash: string; url: string }): Promise<void> {
    const done = this.run(call);
    this.pending.add(done);
    return done.finally(() => this.pending.delete(done));
  }

  later(ms: number, call: Parameters<AppCalls['send']>[0]): void {
    this.clock.after(ms, () => void this.send(call)); // `run` never rejects
  }

  /** Resolves when no call is under way. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private async run({ url, ...what }: Parameters<AppCalls['send']>[0]): Promise<void> {
    const at = this.clock.now();
    const status = await statusOf(url);
    this.notes.push({ ...what, at, status });
  }
}

async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0; // an app that does not answer is an outcome, and stands in the notes
  }
}
