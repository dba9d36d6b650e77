import type { Page } from 'playwright-core';
import type { Stage, StageOptions } from '../stage.ts';

/** What a scene works with. */
export interface Gallery {
  /** A world of its own, which ends with the scene. */
  stage(options?: Omit<StageOptions, 'databaseUri'>): Promise<Stage>;
  /** The whole page as it stands, at each width, and what is wrong with it. */
  shoot(page: Page, picture: string): Promise<void>;
  /** What the window shows, such as the control panel around the app, and what is wrong with the app in it. */
  shootPanel(page: Page, picture: string): Promise<void>;
}
