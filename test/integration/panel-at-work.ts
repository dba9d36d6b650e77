import type { StreamName } from '../../shared/sync.ts';
import { startPanel, type Panel } from './panel-server.ts';

export interface PanelAtWork extends Panel {
  /** Brings a stream to its end. */
  finish(name: StreamName): Promise<void>;
  /** Lets the panel's clock go on. */
  later(seconds: number): void;
}

/** A panel whose store `abc` was set up and started, and has read its history. */
export async function startPanelAtWork(): Promise<PanelAtWork> {
  const panel = await startPanel();
  const { db, time } = panel;

  async function finish(name: StreamName): Promise<void> {
    const lease = await db.leases.acquire('abc', 'test', 10_000);
    await db.streams.checkpoint('abc', name, { status: 'done' }, {}, lease!.token, time.now);
    await db.leases.release(lease!);
  }

  await panel.completeSetup();
  await db.stores.updateSetup('abc', { startedAt: time.now });
  for (const name of ['backfill-orders', 'backfill-customers'] as const) await finish(name);
  return {
    ...panel,
    finish,
    later(seconds) {
      time.now = new Date(time.now.getTime() + seconds * 1000);
    },
  };
}
