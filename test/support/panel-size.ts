import { readdirSync, readFileSync } from 'node:fs';
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

const first = closure(entry);
const tooLarge: string[] = [];
function report(name: string, bytes: number, limit: number): void {
  const over = bytes > limit;
  if (over) tooLarge.push(name);
  process.stdout.write(
    `${over ? '✗' : '✓'} ${name}: ${(bytes / 1000).toFixed(1)} kB of ${limit / 1000} kB\n`,
  );
}

report('entry', size(first), budget.firstView);
for (const [key, { dynamicImports }] of Object.entries(manifest)) {
  if (key !== entry && !first.has(key)) continue;
  for (const route of dynamicImports ?? []) {
    const own = [...closure(route)].filter((one) => !first.has(one));
    report(route, size(own), budget.lazyRoute);
  }
}
process.stdout.write(`${readdirSync(join(dist, 'assets')).length} files\n`);
process.exitCode = tooLarge.length === 0 ? 0 : 1;
