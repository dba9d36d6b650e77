import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/*
 * `npm test`: format, lint, types, build and all tests, each step even when one before it failed. The last line counts:
 * a step is one check, a test another.
 */

const steps: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['prettier', '--check', '.']],
  ['lint', ['eslint', '.', '--max-warnings', '0']],
  ['types', ['tsc']],
  ['build', ['vite', 'build', '--logLevel', 'warn']],
  ['build of the server', ['tsc', '-p', 'server/tsconfig.build.json']],
  ['size of the panel', ['tsx', 'test/support/panel-size.ts']],
];

const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
  success: z.boolean(),
});

async function run(command: readonly string[]): Promise<boolean> {
  const [name = '', ...args] = command;
  const bin = join(import.meta.dirname, '..', 'node_modules', '.bin', name);
  const child = spawn(bin, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const [code] = (await once(child, 'close')) as [number | null]; // https://nodejs.org/api/child_process.html#event-close
  return code === 0;
}

let passed = 0;
let failed = 0;
for (const [name, command] of steps) {
  process.stdout.write(`\n— ${name}\n`);
  if (await run(command)) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`✗ ${name} failed\n`);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'tests-'));
const file = join(folder, 'results.json');
process.stdout.write('\n— tests\n');
const ok = await run(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
let skipped = 0;
try {
  const results = resultsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  skipped += results.numPendingTests;
  // A file that cannot be loaded, or an error outside of any test, fails the run without a failed test.
  if (!ok && results.numFailedTests === 0) failed += Math.max(1, results.numFailedTestSuites);
} catch (error) {
  process.stdout.write(`The tests left no results: ${String(error)}\n`);
  failed += 1;
}
await rm(folder, { recursive: true });

process.stdout.write(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}\n`);
process.exitCode = failed === 0 ? 0 : 1;
