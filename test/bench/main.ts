import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runToEnd } from '../support/app-process.ts';
import { startMongo } from '../support/mongo.ts';
import { benchBackfill } from './backfill.ts';
import { createReport, figuresToTable, type Figure, type Report } from './figure.ts';
import { benchIdleStores } from './idle-stores.ts';
import { benchLive } from './live.ts';
import { benchMillion } from './million.ts';
import { benchNeighbour } from './neighbour.ts';
import { benchPanel } from './panel.ts';
import { benchQuota } from './quota.ts';
import type { Machine } from './stage.ts';
import { benchWebhooks } from './webhooks.ts';

/*
 * Speed, as ratios against floors of the same run:
 *   npm run bench                       all but `million`
 *   npm run bench -- webhooks panel     these
 *   npm run bench -- webhooks --profile with processor profiles of the app in .bench/
 */
const benches: Record<string, (machine: Machine, report: Report) => Promise<void>> = {
  webhooks: benchWebhooks,
  backfill: benchBackfill,
  quota: benchQuota,
  live: benchLive,
  idle: benchIdleStores,
  panel: benchPanel,
  neighbour: benchNeighbour,
  million: benchMillion,
};
const onDemand = new Set(['million']);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  throw new Error(
    `there is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`,
  );
}
const chosen =
  positionals.length > 0 ? positionals : Object.keys(benches).filter((name) => !onDemand.has(name));

const folder = join(import.meta.dirname, '..', '..', '.bench');
await mkdir(folder, { recursive: true });
// Apart from `dist`, where somebody may be running it; whether the types fit is another step's business.
await runToEnd('tsc', ['-p', 'server/tsconfig.build.json', '--noCheck', '--outDir', join(folder, 'app')]);
const mongo = await startMongo({ replicaSet: true, own: true });
const figures: Figure[] = [];
try {
  for (const name of chosen) {
    console.log(`\n${name} (load ${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors)`);
    const machine = {
      mongo,
      entry: '.bench/app/server/main.js',
      profileFolder: values.profile ? folder : null,
    };
    await benches[name]?.(machine, createReport(name, figures));
  }
} finally {
  await mongo.close();
  await writeFile(join(folder, 'bench-results.json'), `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`\n${figuresToTable(figures)}`);
}
process.exit();
