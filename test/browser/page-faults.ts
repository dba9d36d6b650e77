import { AxeBuilder } from '@axe-core/playwright';
import type { Frame, Page } from 'playwright-core';

/**
 * What is wrong with the page as it stands, at the width it has: what sticks out sideways, tables out of their card, and
 * what axe finds. Frames in it, if any, are left out: they are somebody else's page.
 * https://github.com/dequelabs/axe-core-npm/tree/develop/packages/playwright
 * @returns a sentence for each fault
 */
export async function findPageFaults(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  return [...(await findSpills(page.mainFrame())), ...(await findViolations(axe))];
}

/** The same for what a frame of the page holds, such as the app in the control panel, and nothing around it. */
export async function findFrameFaults(page: Page, selector: string): Promise<string[]> {
  const frame = await page.locator(selector).elementHandle();
  const content = await frame.contentFrame();
  if (!content) throw new Error(`${selector} is no frame of the page`);
  const axe = new AxeBuilder({ page }).include([selector, 'html']);
  return [...(await findSpills(content)), ...(await findViolations(axe))];
}

async function findSpills(content: Frame): Promise<string[]> {
  return content.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const tooWide = scrollWidth - clientWidth;
    const spilling = [...document.querySelectorAll('table')].filter(
      ({ offsetWidth, parentElement: card }) => {
        return card && offsetWidth > card.clientWidth && getComputedStyle(card).overflowX === 'visible';
      },
    );
    return [
      ...(tooWide > 0 ? [`the page is ${String(tooWide)} pixels too wide`] : []),
      ...spilling.map(({ caption }) => `the table “${caption?.textContent ?? ''}” is wider than its card`),
    ];
  });
}

async function findViolations(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `axe, ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
