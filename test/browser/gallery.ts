import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { runToEnd } from '../support/app-process.ts';
import { startChromium } from '../support/chromium.ts';
import { startMongo } from '../support/mongo.ts';
import { findFrameFaults, findPageFaults } from './page-faults.ts';
import { shootActivity } from './scenes/activity.ts';
import { shootArriving } from './scenes/arriving.ts';
import type { Gallery } from './scenes/gallery-contract.ts';
import { shootEmptyStore } from './scenes/empty-store.ts';
import { shootForms } from './scenes/forms.ts';
import { shootOverview, shootProblems } from './scenes/overview.ts';
import { shootPrivacy } from './scenes/privacy.ts';
import { shootSession } from './scenes/session.ts';
import { shootSetUp } from './scenes/set-up.ts';
import { shootSpanish } from './scenes/spanish.ts';
import { smallStore, startStage, type Stage, type StageOptions } from './stage.ts';

/*
 * A picture of every screen and state, of the real app between simulated BigCommerce and AIQ, in `gallery/`.
 * Each page is looked over as well: axe, and what sticks out of the page or of a card. All pictures are made whatever is
 * found; at the end every fault is said with its picture, and the command fails if there was one.
 *   npm run gallery                       all, each at 320, 768 and 1,280 px
 *   npm run gallery -- forms session      some scenes only
 *   npm run gallery -- --width 1600       at another width, or some (the option may be repeated)
 */
const scenes = {
  arriving: shootArriving,
  'set-up': shootSetUp,
  'empty-store': shootEmptyStore,
  overview: shootOverview,
  problems: shootProblems,
  forms: shootForms,
  activity: shootActivity,
  privacy: shootPrivacy,
  session: shootSession,
  spanish: shootSpanish,
} satisfies Record<string, (gallery: Gallery) => Promise<void>>;

/** Of the simulated control panel, around which nothing is the app's. */
const panelFrame = '#frame';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'gallery');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { width: { type: 'string', multiple: true, default: ['320', '768', '1280'] } },
});
const widths = values.width.map(Number);
const unknown = positionals.filter((name) => !Object.hasOwn(scenes, name));
if (unknown.length > 0) throw new Error(`There are no such scenes: ${unknown.join(', ')}`);

if (!existsSync(join(root, 'dist', 'client', 'index.html'))) {
  await runToEnd('vite', ['build', '--logLevel', 'warn']);
}
await mkdir(folder, { recursive: true });
const faults: string[] = [];
const mongo = await startMongo({ say });
const browser = await startChromium();

try {
  for (const [name, shootScene] of Object.entries(scenes)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const stages: Stage[] = [];
    try {
      await shootScene(createGallery(name, stages));
      say(`${name}: done`);
    } catch (error) {
      // The other scenes are worth looking at all the same.
      process.exitCode = 1;
      say(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      await Promise.all(stages.map((stage) => stage.close()));
    }
  }
} finally {
  await browser.close();
  await mongo.close();
}
for (const fault of faults) say(fault);
say(`Faults found: ${String(faults.length)}`);
if (faults.length > 0) process.exitCode = 1;

function createGallery(scene: string, stages: Stage[]): Gallery {
  let number = 0;
  const nameOf = (picture: string) => `${scene}-${String(number).padStart(2, '0')}-${picture}`;
  const take = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) });
  const note = (name: string, found: readonly string[]) => {
    faults.push(...found.map((fault) => `${name}.png: ${fault}`));
  };
  return {
    async stage(options: Omit<StageOptions, 'databaseUri'> = {}) {
      const databaseUri = new URL(mongo.uri);
      databaseUri.pathname = `/gallery-${randomBytes(6).toString('hex')}`;
      const stage = await startStage(browser, {
        stores: [smallStore],
        ...options,
        databaseUri: databaseUri.toString(),
      });
      stages.push(stage);
      return stage;
    },
    async shoot(page, picture) {
      number += 1;
      await atRest(page);
      for (const width of widths) {
        const name = `${nameOf(picture)}-${String(width)}`;
        await page.setViewportSize({ width, height: await heightOfAll(page, width) });
        await take(page, name);
        note(name, await findPageFaults(page));
      }
    },
    async shootPanel(page, picture) {
      number += 1;
      await atRest(page);
      const name = `${nameOf(picture)}-panel`;
      await take(page, name);
      const isFramed = (await page.locator(panelFrame).count()) > 0;
      note(name, await (isFramed ? findFrameFaults(page, panelFrame) : findPageFaults(page)));
    },
  };
}

/**
 * Height of a window that shows the whole page, so that what sticks to its edges stands where it would at the end of
 * scrolling; a dialog is shown as it is first seen.
 */
async function heightOfAll(page: Page, width: number): Promise<number> {
  const height = 900;
  await page.setViewportSize({ width, height });
  return page.evaluate(async (least) => {
    // Heights that are measured in parts of the window's follow with the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const asking = document.querySelector('dialog[open]') !== null;
    return asking ? least : Math.max(least, document.documentElement.scrollHeight);
  }, height);
}

/** Everything has come, fonts are there and nothing moves any more. */
async function atRest(page: Page): Promise<void> {
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations === 1)
        .map((animation) => animation.finished),
    );
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
