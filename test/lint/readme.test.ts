import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { oauthScopes, optionalScopes } from '../../server/bigcommerce/scopes.ts';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  it('lists the OAuth scopes and their reasons as the app has them', async () => {
    const needed = oauthScopes.map(({ scope, reason }) => `| \`${scope}\` | ${reason} |`);
    const optional = optionalScopes.map(({ scope, reason }) => `| \`${scope}\` (optional) | ${reason} |`);
    const rows = [...needed, ...optional];
    const table = await format(['| Scope | Reason |', '| --- | --- |', ...rows].join('\n'), {
      parser: 'markdown',
    });
    const [, shown] = /<!-- scopes -->\n\n([\s\S]*?)\n<!-- \/scopes -->/.exec(readme) ?? [];
    expect(shown).toBe(table);
  });

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('draws folders and files that exist', () => {
    const [, tree = ''] = /```\n\.\n([\s\S]*?)```/.exec(readme) ?? [];
    const missing: string[] = [];
    let top = '';
    for (const line of tree.split('\n')) {
      const [, indent = '', text = ''] = /^([│ ]*)[├└]── (.*)$/.exec(line) ?? [];
      const names = (text.split(/ {3,}/)[0] ?? '').split(/ +/).filter((name) => name !== '');
      if (indent === '') top = names[0] ?? '';
      const folder = indent === '' ? '' : top;
      missing.push(
        ...names.map((name) => join(folder, name)).filter((path) => !existsSync(join(root, path))),
      );
    }
    expect(tree).toContain('sandbox/');
    expect(missing).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    const named = [...readme.matchAll(/npm (?:run ([\w-]+)|(test))/g)].map(
      ([, one, two]) => one ?? two ?? '',
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
