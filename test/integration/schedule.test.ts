import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreRow } from '../../server/db/types/stores.ts';
import { createJobs, type JobDeps } from '../../server/schedule/jobs.ts';
import { createSchedule } from '../../server/schedule/schedule.ts';
import { startShell, type Shell } from './server-shell.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let shell: Shell;

beforeAll(async () => {
  shell = await startShell();
});
afterAll(() => shell.close());

/** The jobs over the real database, writing down what they ask of the sync. */
function buildJobs(changes: Partial<JobDeps> = {}) {
  const done = {
    swept: [] as string[],
    supervised: [] as string[],
    agreed: [] as string[],
    halted: [] as string[],
  };
  const { db, clock, log, metrics } = shell.context;
  const jobs = createJobs({
    db,
    clock,
    log,
    metrics,
    engine: { halt: async (store) => void done.halted.push(store) },
    operations: {
      sweepNow: async (store) => void done.swept.push(store),
      checkAgreement: async ({ hash }) => {
        done.agreed.push(hash);
        return [];
      },
    },
    superviseHooks: async ({ hash }) => {
      done.supervised.push(hash);
      return { repaired: [] };
    },
    readProfile: (store) => shell.context.bigcommerceFor(store, 'sweep').getStore(),
    ...changes,
  });
  async function run(name: string): Promise<void> {
    const job = jobs.find((candidate) => candidate.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    await job.run(new AbortController().signal);
  }
  return { jobs, done, run };
}

const at = (ms: number) => ({ now: () => new Date(Date.now() + ms) });

async function startedStore(hash: string): Promise<StoreRow> {
  await shell.install(hash);
  return shell.context.db.stores.updateSetup(hash, { startedAt: new Date() });
}

describe('sweeps', () => {
  it('are woken for stores that are at work and due, and for no other', async () => {
    const { db } = shell.context;
    await shell.install('notstarted');
    await startedStore('due1');
    await startedStore('recent1');
    await db.stores.touch('recent1', { lastSweepAt: new Date(Date.now() - 60_000) });
    await startedStore('late1');
    await db.stores.touch('late1', { lastSweepAt: new Date(Date.now() - 6 * 60_000) });
    await startedStore('frozen1');
    await db.stores.setFreeze('frozen1', { since: new Date(), by: 1 });
    const { generation } = await startedStore('refused1');
    await db.stores.setBigcommerceState('refused1', 'token-refused', generation);

    const { done, run } = buildJobs();
    await run('sweeps');
    expect(done.swept.toSorted()).toEqual(['due1', 'late1']);
  });
});

describe('the supervision of webhooks', () => {
  it('looks at each store once an hour, and a store that fails stops no other', async () => {
    await shell.install('hooks1');
    await shell.install('hooks2');
    const seen: string[] = [];
    const superviseHooks = async ({ hash }: StoreRow) => {
      seen.push(hash);
      if (hash === 'hooks1') throw new Error('no hooks today');
      return { repaired: [] };
    };
    await buildJobs({ superviseHooks }).run('webhooks');
    expect(seen).toContain('hooks1');
    expect(seen).toContain('hooks2');

    // The one that failed is still due.
    const { done, run } = buildJobs();
    await run('webhooks');
    expect(done.supervised).toEqual(['hooks1']);

    const later = buildJobs({ clock: at(hourMs) });
    await later.run('webhooks');
    expect(later.done.supervised).toContain('hooks2');
  });
});

describe('the reading of what BigCommerce says of a store', () => {
  it('has a shop that was given its own domain known by it, and leaves a paused one alone', async () => {
    const { db } = shell.context;
    for (const hash of ['moved1', 'paused1']) {
      const { profile } = await startedStore(hash);
      if (profile === null) throw new Error('the installation read no profile');
      await db.stores.setProfile(hash, { ...profile, domain: 'temporary.example.com' });
    }
    await db.stores.setFreeze('paused1', { since: new Date(), by: 1 });
    await buildJobs().run('profiles');
    expect((await db.stores.get('moved1'))?.profile?.domain).toBe('green-leaf.example.com');
    expect((await db.stores.get('paused1'))?.profile?.domain).toBe('temporary.example.com');
  });
});

describe('the comparison of counts', () => {
  it('meets each store at work once a day', async () => {
    await startedStore('agree1');
    await startedStore('agree2');
    await startedStore('agree3');
    const midnight = Math.ceil(Date.now() / dayMs) * dayMs;
    let hour = 0;
    const { done, run } = buildJobs({ clock: { now: () => new Date(midnight + hour * hourMs) } });
    for (; hour < 24; hour += 1) await run('agreement');
    const ours = done.agreed.filter((hash) => hash.startsWith('agree'));
    expect(ours.toSorted()).toEqual(['agree1', 'agree2', 'agree3']);
  });

  it('meets a store whose counts differ every hour, until they agree', async () => {
    await startedStore('differs1');
    const { problems } = shell.context.db;
    const { done, run } = buildJobs();
    const times = () => done.agreed.filter((hash) => hash === 'differs1').length;
    await problems.raise('differs1', 'counts-differ', 'order', { kind: 'order', difference: 2 }, new Date());
    for (let hour = 0; hour < 3; hour += 1) await run('agreement');
    expect(times()).toBe(3);
    await problems.resolve('differs1', 'counts-differ', 'order', new Date());
    const midnight = Math.ceil(Date.now() / dayMs) * dayMs;
    await buildJobs({ clock: { now: () => new Date(midnight) } }).run('agreement');
    expect(times()).toBe(3);
  });
});

describe('the purge', () => {
  it('deletes what is left of a store 30 days after uninstalling, and not before', async () => {
    const { db } = shell.context;
    await shell.install('purged1');
    await db.changes.note([{ store: 'purged1', kind: 'order', id: '1' }], new Date());
    await db.stores.uninstall('purged1', new Date(Date.now() + 1_000), new Date());

    await buildJobs({ clock: at(29 * dayMs) }).run('purge');
    expect(await db.changes.count('purged1')).toBe(1);
    await buildJobs({ clock: at(31 * dayMs) }).run('purge');
    expect(await db.changes.count('purged1')).toBe(0);
  });

  it('takes a store as uninstalled whose token was refused for a month', async () => {
    const { db } = shell.context;
    const { generation } = await shell.install('silent1');
    await db.stores.setBigcommerceState('silent1', 'token-refused', generation);
    await db.problems.raise('silent1', 'bigcommerce-token-refused', '', {}, new Date());

    await buildJobs({ clock: at(29 * dayMs) }).run('purge');
    expect(await db.stores.get('silent1')).toMatchObject({ state: 'installed' });
    const { done, run } = buildJobs({ clock: at(31 * dayMs) });
    await run('purge');
    expect(await db.stores.get('silent1')).toMatchObject({ state: 'uninstalled', tokenSealed: null });
    expect(done.halted).toEqual(['silent1']);
  });

  it('leaves a store alone that was installed again while its refusal was looked at', async () => {
    const { db } = shell.context;
    const installation = (now: Date) => ({
      hash: 'returned1',
      tokenSealed: `token-of-${now.getTime()}`,
      scopes: [],
      owner: null,
      hookSecretSealed: 'secret',
      now,
    });
    const { generation } = await db.stores.install(installation(at(-40 * dayMs).now()));
    await db.stores.setBigcommerceState('returned1', 'token-refused', generation);
    await db.problems.raise(
      'returned1',
      'bigcommerce-token-refused',
      '',
      {},
      new Date(Date.now() - 31 * dayMs),
    );
    const { done, run } = buildJobs({
      db: {
        ...db,
        problems: {
          ...db.problems,
          async listOpen(store) {
            const open = await db.problems.listOpen(store);
            if (store === 'returned1') await db.stores.install(installation(new Date()));
            return open;
          },
        },
      },
    });
    await run('purge');
    expect(await db.stores.get('returned1')).toMatchObject({ state: 'installed', bigcommerceState: 'ok' });
    expect(done.halted).not.toContain('returned1');
  });
});

describe('five instances over one database', () => {
  it('run each job of a period once', async () => {
    const { db, clock, log, metrics } = shell.context;
    const runs: string[] = [];
    const schedules = Array.from({ length: 5 }, () =>
      createSchedule({
        claims: db.claims,
        clock,
        log,
        metrics,
        jobs: buildJobs().jobs.map((job) => ({ ...job, run: async () => void runs.push(job.name) })),
      }),
    );
    await Promise.all(schedules.map((schedule) => schedule.beat()));
    await Promise.all(schedules.map((schedule) => schedule.stop()));
    expect(runs.toSorted()).toEqual(['agreement', 'expired', 'profiles', 'purge', 'sweeps', 'webhooks']);
  });
});
