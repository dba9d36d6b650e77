import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, expect, it } from 'vitest';
import { layers, table } from './layers.js';

/** A file of each layer. */
const files: Record<string, string> = {
  shared: 'shared/sync.ts',
  base: 'server/errors.ts',
  http: 'server/http/validate.ts',
  upstream: 'server/upstream/errors.ts',
  db: 'server/db/records.ts',
  bigcommerce: 'server/bigcommerce/orders.ts',
  aiq: 'server/aiq/clients.ts',
  mapping: 'server/sync/mapping/money.ts',
  context: 'server/context.ts',
  sync: 'server/sync/engine.ts',
  lifecycle: 'server/lifecycle/install.ts',
  webhooks: 'server/webhooks/intake.ts',
  panel: 'server/panel/router.ts',
  schedule: 'server/schedule/table.ts',
  program: 'server/app.ts',
  client: 'client/ui/notice.tsx',
  sandbox: 'test/sandbox/aiq/index.ts',
};
const names = Object.keys(files);

const root = mkdtempSync(join(tmpdir(), 'layers-'));
for (const file of Object.values(files)) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), 'export const value = 1;\n');
  writeFileSync(join(root, dirname(file), 'neighbour.ts'), 'export const value = 1;\n');
}
afterAll(() => {
  rmSync(root, { recursive: true });
});

const linter = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } },
    { ...layers, settings: { ...layers.settings, 'boundaries/root-path': root } },
  ],
});

async function countErrors(layer: string, statement: string): Promise<number> {
  const [result] = await linter.lintText(statement, { filePath: join(root, files[layer] ?? '') });
  return result?.messages.length ?? -1;
}

function pathTo(layer: string, other: string): string {
  const up = '../'.repeat((files[layer] ?? '').split('/').length - 1);
  return `${up === '' ? './' : up}${files[other] ?? ''}`;
}

describe('the layer table', () => {
  it('has a file of every layer in this test', () => {
    expect(names.sort()).toEqual(Object.keys(table).sort());
  });

  it.each(names)('decides for %s, layer by layer, what may be imported', async (layer) => {
    const { values, types = [] } = table[layer]!;
    for (const other of names.filter((name) => name !== layer)) {
      const value = await countErrors(layer, `import { value } from '${pathTo(layer, other)}';`);
      const type = await countErrors(layer, `import type { value } from '${pathTo(layer, other)}';`);
      expect([other, value, type]).toEqual([
        other,
        values.includes(other) ? 0 : 1,
        values.includes(other) || types.includes(other) ? 0 : 1,
      ]);
    }
  });

  it('lets only the database layer know mongoose', async () => {
    for (const layer of names) {
      const allowed = layer === 'db';
      expect([layer, await countErrors(layer, `import mongoose from 'mongoose';`)]).toEqual([
        layer,
        allowed ? 0 : 1,
      ]);
    }
  });

  it('keeps what is shared and what maps free of other packages', async () => {
    expect(await countErrors('shared', `import { z } from 'zod';`)).toBe(0);
    expect(await countErrors('shared', `import axios from 'axios';`)).toBe(1);
    expect(await countErrors('shared', `import fs from 'node:fs';`)).toBe(1);
    expect(await countErrors('mapping', `import { Decimal } from 'decimal.js';`)).toBe(0);
    expect(await countErrors('mapping', `import fs from 'node:fs';`)).toBe(1);
    expect(await countErrors('mapping', `import axios from 'axios';`)).toBe(1);
  });
});
