import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Waiting for a condition costs nothing where it comes soon; a loaded machine must not fail a test. */
const slow = { testTimeout: 180_000, hookTimeout: 180_000 } as const;

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    manifest: true,
    // The sizes are checked against our own budget.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every screen needs is one file: many small ones compress worse, by 9 kB of the first view.
          groups: [
            {
              name: 'base',
              test: /client[\\/](ui[\\/](layout|screen|notice|app-link|lazy-part|skeleton|failure)|panel-context|queries|when-idle)/,
            },
          ],
        },
      },
    },
  },
  test: {
    root: '.',
    // Two cores are what a CI machine has; every worker may start processes of its own.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{server,shared,client}/**/*.test.{ts,tsx}', 'test/{sandbox,support,lint}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/{integration,faults}/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          fileParallelism: false,
          ...slow,
        },
      },
    ],
  },
});
