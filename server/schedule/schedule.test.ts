import { pino } from 'pino';
import { Counter, Registry } from 'prom-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { minuteMs, type Job } from './job.ts';
import { createSchedule, type Schedule } from './schedule.ts';

const silent = pino({ level: 'silent' });

/** Claims as the database keeps them: the first caller of a key has it. */
function createClaims() {
  const keys = new Set<string>();
  return {
    keys,
    async claim(key: string) {
      if (keys.has(key)) return false;
      keys.add(key);
      return true;
    },
  };
}

function createClock(start = '2026-03-29T00:00:00Z') {
  let now = Date.parse(start);
  return { now: () => new Date(now), advance: (ms: number) => (now += ms) };
}

const schedules: Schedule[] = [];
afterEach(async () => {
  await Promise.all(schedules.splice(0).map((schedule) => schedule.stop()));
});

function build(
  run: Job['run'],
  {
    claims = createClaims(),
    clock = createClock(),
  }: { claims?: Pick<ReturnType<typeof createClaims>, 'claim'>; clock?: ReturnType<typeof createClock> } = {},
) {
  const registers = [new Registry()];
  const jobs = new Counter({ name: 'runs', help: 'runs', labelNames: ['job', 'result'], registers });
  const job: Job = { name: 'sweeps', periodMs: 5 * minuteMs, abandonAfterMs: 15 * minuteMs, run };
  const schedule = createSchedule({ jobs: [job], claims, clock, log: silent, metrics: { jobs } });
  schedules.push(schedule);
  const results = async () =>
    Object.fromEntries((await jobs.get()).values.map(({ labels, value }) => [labels['result'], value]));
  return { schedule, clock, results };
}

describe('the schedule', () => {
  it('runs a job once in each period, however often it is asked', async () => {
    const run = vi.fn(async () => undefined);
    const { schedule, clock } = build(run);
    for (let minute = 0; minute < 15; minute += 1) {
      await schedule.beat();
      clock.advance(minuteMs);
    }
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('lets one instance of many run a period', async () => {
    const claims = createClaims();
    const runs = [1, 2, 3, 4, 5].map(() => vi.fn(async () => undefined));
    const clock = createClock();
    const built = runs.map((run) => build(run, { claims, clock }).schedule);
    await Promise.all(built.map((schedule) => schedule.beat()));
    expect(runs.flatMap((run) => run.mock.calls)).toHaveLength(1);
  });

  it('catches up once after sleeping over ten periods', async () => {
    const run = vi.fn(async () => undefined);
    const { schedule, clock } = build(run);
    await schedule.beat();
    clock.advance(50 * minuteMs);
    await schedule.beat();
    await schedule.beat();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('does nothing twice when the clock is set back an hour', async () => {
    const run = vi.fn(async () => undefined);
    const { schedule, clock } = build(run);
    await schedule.beat();
    clock.advance(-60 * minuteMs);
    await schedule.beat();
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('goes on after a run that throws', async () => {
    const run = vi.fn(async () => undefined);
    run.mockRejectedValueOnce(new Error('broken'));
    const { schedule, clock, results } = build(run);
    await schedule.beat();
    clock.advance(5 * minuteMs);
    await schedule.beat();
    expect(run).toHaveBeenCalledTimes(2);
    expect(await results()).toEqual({ failed: 1, done: 1 });
  });

  it('asks for its turn again when the database did not answer', async () => {
    const claims = createClaims();
    const claim = vi.fn(claims.claim);
    claim.mockRejectedValueOnce(new Error('database down'));
    const run = vi.fn(async () => undefined);
    const { schedule, clock } = build(run, { claims: { claim } });
    await schedule.beat();
    expect(run).not.toHaveBeenCalled();
    clock.advance(minuteMs);
    await schedule.beat();
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('piles nothing up behind a run that hangs, and gives it up in time', async () => {
    const signals: AbortSignal[] = [];
    const run = vi.fn((signal: AbortSignal) => {
      signals.push(signal);
      // Hangs until it is told to stop.
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    });
    const { schedule, clock, results } = build(run);
    const beats: Promise<void>[] = [];
    for (let minute = 0; minute < 15; minute += 1) {
      beats.push(schedule.beat());
      clock.advance(minuteMs);
    }
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1));
    beats.push(schedule.beat());
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    await schedule.stop();
    await Promise.all(beats);
    expect(await results()).toMatchObject({ abandoned: 1 });
  });

  it('asks a running job to stop, waits for it, and starts nothing more', async () => {
    let ended = false;
    const run = vi.fn(
      (signal: AbortSignal) =>
        new Promise<void>((resolve) =>
          signal.addEventListener('abort', () =>
            setImmediate(() => {
              ended = true;
              resolve();
            }),
          ),
        ),
    );
    const { schedule, clock } = build(run);
    const beat = schedule.beat();
    await vi.waitFor(() => expect(run).toHaveBeenCalled());
    await schedule.stop();
    expect(ended).toBe(true);
    await beat;
    clock.advance(5 * minuteMs);
    await schedule.beat();
    expect(run).toHaveBeenCalledTimes(1);
  });
});
