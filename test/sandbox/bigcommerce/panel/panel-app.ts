import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Express } from 'express';
import { createControl } from '../../control.ts';
import type { Sandbox } from '../../index.ts';
import { escapeHtml, renderPage } from '../login/pages.ts';

const pageFolder = fileURLToPath(new URL('./page', import.meta.url));

/** The control panels of all stores, told apart by host name, and the sandbox's control interface. */
export function createPanelApp(sandbox: Sandbox): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/sandbox/panel', express.static(pageFolder));
  app.use(createControl(sandbox));
  app.get(['/manage', '/manage/*path'], (_request, response) => {
    response.sendFile('index.html', { root: pageFolder });
  });
  app.get('/', (request, response) => {
    if (request.hostname.startsWith('store-')) {
      response.redirect('/manage');
      return;
    }
    const items = sandbox.bigcommerce.stores().map(({ hash, profile }) => {
      const href = `${sandbox.urls.panel(hash)}/manage`;
      return `<li><a href="${escapeHtml(href)}">${escapeHtml(`${profile.name} (${hash})`)}</a></li>`;
    });
    const aiq = `<p><a href="${escapeHtml(sandbox.urls.aiq)}">Simulated AIQ</a></p>`;
    response.send(renderPage('Simulated stores', `<ul>${items.join('')}</ul>${aiq}`));
  });
  app.use((_request, response) => {
    response.status(404).send(renderPage('Page not found', ''));
  });
  return app;
}
