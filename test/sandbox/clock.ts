import type { SandboxClock } from './bigcommerce/contract.ts';
import { TimerQueue } from './timer-queue.ts';

/** The time of the simulated world: runs at any speed, stands still, and jumps forward on demand. */
export interface ScalableClock extends SandboxClock {
  /** Simulated milliseconds per real one; 0 stands still. */
  readonly factor: number;
  setFactor(factor: number): void;
  /** Jumps forward; timers on the way run in their order, each at its own time. */
  advance(ms: number): void;
  /** Jumps forward to a time, such as a snapshot's; never back. */
  advanceTo(at: number): void;
  /** Drops every timer. */
  close(): void;
}

/** The longest wait that Node's timers hold. */
const longestWait = 2 ** 31 - 1;

/**
 * @param options.start milliseconds since 1970; now by default
 * @param options.factor 1 by default, as fast as real time
 */
export function createClock(options: { start?: number; factor?: number } = {}): ScalableClock {
  let { start: base = Date.now(), factor = 1 } = options;
  let since = performance.now();
  let order = 0;
  /** Set while timers run, so that each sees its own time. */
  let frozenAt: number | null = null;
  let alarm: NodeJS.Timeout | undefined;
  const timers = new TimerQueue();

  const flowing = () => Math.floor(base + (performance.now() - since) * factor);
  const now = () => frozenAt ?? flowing();

  function rebase(at: number): void {
    base = at;
    since = performance.now();
  }

  function runDue(until: number): void {
    const outer = frozenAt;
    try {
      for (let timer = timers.peek(); timer && timer.due <= until; timer = timers.peek()) {
        timers.take();
        frozenAt = Math.max(frozenAt ?? timer.due, timer.due);
        timer.run();
      }
    } finally {
      frozenAt = outer;
      setAlarm();
    }
  }

  function setAlarm(): void {
    clearTimeout(alarm);
    const timer = timers.peek();
    if (!timer || factor === 0) return;
    const wait = Math.min(Math.max(0, Math.ceil((timer.due - flowing()) / factor)), longestWait);
    alarm = setTimeout(() => runDue(flowing()), wait);
    alarm.unref();
  }

  return {
    get factor() {
      return factor;
    },
    now,
    after(ms, run) {
      const timer = { due: now() + Math.max(0, ms), order: order++, run, cancelled: false };
      timers.add(timer);
      if (frozenAt === null && timers.peek() === timer) setAlarm();
      return {
        cancel() {
          timer.cancelled = true;
        },
      };
    },
    setFactor(wanted) {
      if (!(wanted >= 0 && Number.isFinite(wanted))) throw new Error('a clock factor is 0 or more');
      rebase(flowing());
      factor = wanted;
      setAlarm();
    },
    advance(ms) {
      if (!(ms >= 0 && Number.isFinite(ms))) throw new Error('a clock advances by 0 ms or more');
      const end = flowing() + ms;
      frozenAt ??= flowing();
      try {
        runDue(end);
      } finally {
        frozenAt = null;
        rebase(end);
        setAlarm();
      }
    },
    advanceTo(at) {
      this.advance(Math.max(0, at - flowing()));
    },
    close() {
      timers.clear();
      clearTimeout(alarm);
    },
  };
}
