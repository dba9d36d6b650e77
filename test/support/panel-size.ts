import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

/** Budget in bytes of gzip-compressed JavaScript. */
const budget = { firstView: 180_000, lazyRoute: 60_000, chart: 130_000 };

const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    dynamicImports: z.array(z.string()).optional(),
  }),
);

const dist = join(import.meta.dirname, '..', '..', 'dist', 'client');
const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')));
const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (entry === undefined) throw new Error('the panel has not been built');

/** A chunk and everything that it loads at once. */
function closure(key: string, into = new Set<string>()): Set<string> {
  if (into.has(key)) return into;
  into.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(next, into);
  return into;
}

function size(keys: Iterable<string>): number {
  let sum = 0;
  for (const key of keys) {
    const file = manifest[key]?.file ?? '';
    if (file.endsWith('.js')) sum += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  }
  return sum;
}

/** Loaded at once by the entry, after it has taken the code out of the address. */
const shell = 'start.tsx';
const words = ['words/en.ts', 'words/es.ts'];
/** What a merchant may see first: the overview, or the set-up at one of its steps as long as there is nothing to see. */
const steps = Object.keys(manifest).filter((key) => /^set-up\/[a-z-]+-step\.tsx$/.test(key));
const firstViews = [
  ['overview/overview-screen.tsx'],
  ...steps.map((step) => ['set-up/set-up-screen.tsx', step]),
];

const base = closure(entry);
closure(shell, base);
const largestWords = words.reduce((a, b) => (size([a]) > size([b]) ? a : b));

const tooLarge: string[] = [];
function report(name: string, bytes: number, limit: number): void {
  const over = bytes > limit;
  if (over) tooLarge.push(name);
  process.stdout.write(
    `${over ? '✗' : '✓'} ${name}: ${(bytes / 1000).toFixed(1)} kB of ${limit / 1000} kB\n`,
  );
}

for (const view of firstViews) {
  const all = new Set(base);
  for (const part of [...view, largestWords]) closure(part, all);
  report(`first view, ${view.join(' + ')}`, size(all), budget.firstView);
}
for (const [key, { dynamicImports = [] }] of Object.entries(manifest)) {
  if (key === entry) continue;
  for (const route of dynamicImports.filter((one) => !words.includes(one))) {
    const before = closure(key, new Set(base));
    const own = [...closure(route)].filter((one) => !before.has(one));
    report(route, size(own), route.includes('chart') ? budget.chart : budget.lazyRoute);
  }
}
process.exitCode = tooLarge.length === 0 ? 0 : 1;
