import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const widths = [320, 768, 1280] as const;

/**
 * The page as it stands, narrow, middling and wide: nothing sticks out sideways, no table out of its card, and axe finds
 * nothing.
 * https://github.com/dequelabs/axe-core-npm/tree/develop/packages/playwright
 * @param what the screen and its state, for whoever reads the failure
 */
export async function expectGood(page: Page, what: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const tooWide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(tooWide, `${what}: pixels too wide at ${width} px`).toBe(0);
    const spilling = await page.evaluate(() =>
      [...document.querySelectorAll('table')]
        .filter(({ offsetWidth, parentElement: card }) => {
          return card && offsetWidth > card.clientWidth && getComputedStyle(card).overflowX === 'visible';
        })
        .map(({ caption }) => caption?.textContent),
    );
    expect(spilling, `${what}: tables wider than their card at ${width} px`).toEqual([]);
    // The frames of the page, if any, are the simulated platform's own.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found, `${what} at ${width} px`).toEqual([]);
  }
}

/** Errors of the console that are not just a refused or failed request. */
export function unexpected(faults: readonly string[]): string[] {
  return faults.filter((fault) => !fault.startsWith('Failed to load resource'));
}
