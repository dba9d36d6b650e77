import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

const root = join(import.meta.dirname, '..', '..');

it.each(Object.entries(catalogue))('“%s” is played by tests that exist', async (_fault, proofs) => {
  expect(proofs.length).toBeGreaterThan(0);
  for (const { file, test } of proofs) {
    expect(test).not.toBe('');
    const source = await readFile(join(root, file), 'utf8');
    // As the first words of a test's name, in whatever quotes.
    expect(
      [`'`, '`', '"'].some((quote) => source.includes(quote + test)),
      `${file}: ${test}`,
    ).toBe(true);
  }
});
