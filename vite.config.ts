import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Waiting for a condition costs nothing where it comes soon; a loaded machine must not fail a test. */
const slow = { testTimeout: 180_000, hookTimeout: 180_000 } as const;

/** What the first view needs is asked for with the page: not only after the page's first script has run. */
function preloadFirstView(modules: readonly string[]): Plugin {
  return {
    name: 'preload-first-view',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const wanted = new Set<string>();
        const add = (fileName: string): void => {
          const chunk = bundle[fileName];
          if (chunk?.type !== 'chunk' || wanted.has(fileName)) return;
          wanted.add(fileName);
          chunk.imports.forEach(add);
        };
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === 'chunk' && modules.some((one) => chunk.facadeModuleId?.endsWith(one)))
            add(chunk.fileName);
        }
        return [...wanted]
          .filter((fileName) => !html.includes(fileName))
          .map((fileName) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

export default defineConfig({
  root: 'client',
  plugins: [react(), preloadFirstView(['/client/start.tsx', '/overview/overview-screen.tsx'])],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    manifest: true,
    // The sizes are checked against our own budget.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Runs before anything else is there: it takes the code out of the address and asks for everything.
            {
              name: 'entry',
              priority: 1,
              test: /client[\\/](api|api-error|api-paths|browser-storage|first-answers|panel-api|screens|session|words[\\/]load-words)\.ts/,
            },
            // What every screen needs is one file: many small ones compress worse, by 9 kB of the first view.
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
    // A CI machine has two cores; most tests wait for something most of the time.
    maxWorkers: 3,
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
          // After the others, and by two: a browser keeps a core busy.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          ...slow,
        },
      },
    ],
  },
});
