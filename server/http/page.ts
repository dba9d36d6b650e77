import { createHash } from 'node:crypto';
import type { Response } from 'express';

export interface Page {
  title: string;
  /** What happened and what to do. Each string is a paragraph. */
  message: string | readonly string[];
  action?: { label: string; href: string };
  requestId?: string | undefined;
}

const style = `
:root{color-scheme:light}
body{margin:0;padding:24px;background:#f6f7f9;color:#313440;font:16px/1.5 -apple-system,"Segoe UI",Roboto,Arial,sans-serif}
main{box-sizing:border-box;max-width:560px;margin:8vh auto 0;padding:32px;background:#fff;border-radius:6px;box-shadow:0 1px 6px rgba(49,52,64,.2)}
.brand{margin:0 0 24px;font-weight:600;color:#3c64f4}
h1{margin:0 0 12px;font-size:24px;line-height:1.3;font-weight:600}
p{margin:0 0 12px;overflow-wrap:anywhere}
a{display:inline-block;margin-top:12px;padding:10px 20px;border-radius:4px;background:#3c64f4;color:#fff;text-decoration:none}
a:focus-visible{outline:3px solid #313440;outline-offset:2px}
.id{margin-top:24px;font-size:13px;color:#5e637a}
`;

/** Source for `style-src`: the one style sheet that these pages carry. */
export const pageStyleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** A whole HTML page in the app's look, without any script, for every outcome that is not the panel itself. */
export function presentPage({ title, message, action, requestId }: Page): string {
  const paragraphs = (typeof message === 'string' ? [message] : message)
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join('\n');
  const link = action ? `<a href="${escapeHtml(action.href)}">${escapeHtml(action.label)}</a>` : '';
  const id = requestId ? `<p class="id">Reference for support: ${escapeHtml(requestId)}</p>` : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} – AIQ Marketing + Loyalty</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<p class="brand">AIQ Marketing + Loyalty</p>
<h1>${escapeHtml(title)}</h1>
${paragraphs}
${link}
${id}
</main>
</body>
</html>
`;
}

/** Answers with a page that is never kept. */
export function sendPage(response: Response, status: number, page: Page): void {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(presentPage({ requestId: status >= 400 ? response.locals.requestId : undefined, ...page }));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
