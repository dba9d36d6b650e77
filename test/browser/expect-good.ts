import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findPageFaults } from './page-faults.ts';

const widths = [320, 768, 1280] as const;

/**
 * Nothing is wrong with the page as it stands, narrow, middling and wide.
 * @param what the screen and its state, for whoever reads the failure
 */
export async function expectGood(page: Page, what: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    expect(await findPageFaults(page), `${what} at ${width} px`).toEqual([]);
  }
}

/** Errors of the console that are not just a refused or failed request. */
export function unexpected(faults: readonly string[]): string[] {
  return faults.filter((fault) => !fault.startsWith('Failed to load resource'));
}
