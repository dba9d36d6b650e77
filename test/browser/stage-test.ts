import type { Browser, Locator, Page } from 'playwright-core';
import { expect, test, type TestAPI } from 'vitest';
import { testDatabaseUri } from '../support/test-database.ts';
import { smallStore, startStage, type Stage, type StageOptions } from './stage.ts';

/** What a test of the panel works with. */
export interface StageFixtures {
  /** One for all tests of the file. */
  stage: Stage;
  /** A fresh page for each test. */
  page: Page;
  /** Errors of the page's console and scripts. */
  faults: string[];
  /** A button of the page by its whole name. */
  button: (name: string) => Locator;
}

/**
 * Vitest's `it`, with a stage and a page.
 * @param prepare what the first test finds done
 */
export function stageTest(
  browser: Browser | null,
  prepare: (stage: Stage) => Promise<void>,
  options: Omit<StageOptions, 'databaseUri'> = { stores: [smallStore] },
): TestAPI<StageFixtures> {
  return test.extend<
    StageFixtures & { opened: Awaited<ReturnType<Stage['newPage']>>; policyIsKept: undefined }
  >({
    stage: [
      // Vitest reads from the pattern which fixtures it has to make first.
      // eslint-disable-next-line no-empty-pattern
      async ({}, give) => {
        if (browser === null) throw new Error('without a browser there is no stage');
        const stage = await startStage(browser, { ...options, databaseUri: testDatabaseUri() });
        try {
          await prepare(stage);
          await give(stage);
        } finally {
          await stage.close();
          await browser.close();
        }
      },
      { scope: 'file' },
    ],
    policyIsKept: [
      async ({ stage }, give) => {
        await give(undefined);
        expect(stage.takeRefusedByPolicy(), 'refused by a content security policy').toEqual([]);
      },
      { auto: true },
    ],
    opened: async ({ stage }, give) => {
      const opened = await stage.newPage();
      await give(opened);
      await opened.page.context().close();
    },
    page: ({ opened }, give) => give(opened.page),
    faults: ({ opened }, give) => give(opened.faults),
    button: ({ page }, give) => give((name) => page.getByRole('button', { name, exact: true })),
  });
}
