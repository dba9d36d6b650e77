import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compression from 'compression';
import express, { Router } from 'express';
import { panelRoutes } from '../../shared/panel-routes.ts';
import { sendPage } from './page.ts';
import { contentSecurityPolicy } from './security-headers.ts';

/**
 * The built panel: its files for ever (their names carry their hash), its page never from a cache, since the page names
 * the files of this release.
 * @param folder where the panel was built to
 */
export function createAssetRouter(input: { folder: string; frameAncestors: readonly string[] }): Router {
  const router = Router();
  router.use(
    '/assets',
    // Only what everybody may read: compressed secrets can be guessed from their length.
    compression(),
    express.static(join(input.folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      index: false,
      redirect: false,
    }),
  );

  let page: Promise<string> | null = null;
  router.get([...panelRoutes], async (_request, response) => {
    page ??= readFile(join(input.folder, 'index.html'), 'utf8');
    const html = await page.catch((error: unknown) => {
      page = null;
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    if (html === null) {
      sendPage(response, 503, {
        title: 'The panel is not built yet',
        message: 'Run "npm run build" and load this page again.',
      });
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    response
      .set('Cache-Control', 'no-cache')
      .set('Content-Security-Policy', contentSecurityPolicy(input.frameAncestors, nonce))
      .type('html')
      // styled-components looks for the nonce in this element.
      .send(html.replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`));
  });
  return router;
}
