import cron, { type ScheduledTask } from 'node-cron';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/types/db.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Logger } from '../log.ts';
import type { Job } from './job.ts';

export interface Schedule {
  /** Starts the clockwork: one beat a minute. */
  start(): void;
  /** Runs what is due now, and resolves when the runs that it started have ended. */
  beat(): Promise<void>;
  /** Ends the clockwork, asks running jobs to stop and waits for them. */
  stop(): Promise<void>;
}

interface Running {
  startedAt: number;
  controller: AbortController;
  ended: Promise<void>;
}

/**
 * Runs each job once in each of its periods over all instances: the first that writes the claim does it. Because due is
 * asked every minute, a process that slept or was away catches up with one run, not with one for each period missed.
 * A run that fails is logged and waits for the next period; one that hangs is given up, so that it stops nothing else.
 */
export function createSchedule(deps: {
  jobs: readonly Job[];
  claims: Pick<Db['claims'], 'claim'>;
  clock: Clock;
  log: Logger;
  metrics: Pick<Metrics, 'jobs'>;
}): Schedule {
  const { clock, log, metrics } = deps;
  const running = new Map<string, Running>();
  /** Periods that are known to be claimed, so that the database is asked once for each. */
  const settled = new Map<string, number>();
  let task: ScheduledTask | null = null;
  let stopped = false;

  function giveUpIfLate(job: Job, run: Running): void {
    if (clock.now().getTime() - run.startedAt < job.abandonAfterMs) return;
    log.error({ job: job.name }, 'a scheduled run hangs and is given up');
    metrics.jobs.inc({ job: job.name, result: 'abandoned' });
    run.controller.abort();
    running.delete(job.name);
  }

  async function claim(job: Job): Promise<boolean> {
    const slot = Math.floor(clock.now().getTime() / job.periodMs);
    // A clock that was set back comes to periods that were done.
    if (slot <= (settled.get(job.name) ?? -1)) return false;
    const expireAt = new Date((slot + 2) * job.periodMs);
    const claimed = await deps.claims.claim(`cron:${job.name}:${slot}`, expireAt);
    settled.set(job.name, slot);
    return claimed;
  }

  async function execute(job: Job, signal: AbortSignal): Promise<void> {
    const result = await job.run(signal).then(
      () => 'done',
      (error: unknown) => {
        if (!signal.aborted) log.error({ job: job.name, err: error }, 'a scheduled run failed');
        return signal.aborted ? 'stopped' : 'failed';
      },
    );
    metrics.jobs.inc({ job: job.name, result });
  }

  async function runIfDue(job: Job): Promise<void> {
    const last = running.get(job.name);
    if (last) giveUpIfLate(job, last);
    if (stopped || running.has(job.name)) return;
    const controller = new AbortController();
    const run: Running = { startedAt: clock.now().getTime(), controller, ended: Promise.resolve() };
    running.set(job.name, run);
    try {
      if (!(await claim(job))) return;
      run.ended = execute(job, controller.signal);
      await run.ended;
    } catch (error) {
      log.warn({ job: job.name, err: error }, 'the turn of a scheduled run could not be claimed');
    } finally {
      if (running.get(job.name) === run) running.delete(job.name);
    }
  }

  async function beat(): Promise<void> {
    await Promise.all(deps.jobs.map(runIfDue));
  }

  return {
    start() {
      task = cron.schedule('* * * * *', () => void beat(), { timezone: 'UTC', suppressMissedWarning: true });
    },
    beat,
    async stop() {
      stopped = true;
      await task?.destroy();
      const runs = [...running.values()];
      for (const run of runs) run.controller.abort();
      await Promise.all(runs.map((run) => run.ended));
    },
  };
}
