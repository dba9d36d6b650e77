import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonList } from './parse-json-list.ts';

const same = (member: unknown): unknown => member;

/** What `JSON.parse` makes of it, if that is a list. */
function expected(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

describe('parseJsonList', () => {
  it('gives the members of any list, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.nat(4), async (list, indent) => {
        const text = JSON.stringify(list, null, indent);
        expect(await parseJsonList(text, same)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('agrees with JSON.parse on every text, also where it is damaged', async () => {
    const pieces = [
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '\n',
      '1',
      '"a"',
      '"b,]"',
      'null',
      '\u00a0',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), async (parts) => {
        for (const text of [parts.join(''), `[${parts.join('')}]`]) {
          expect(await parseJsonList(text, same)).toEqual(expected(text));
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['[1,2', undefined],
    ['[1,]', undefined],
    ['[,1]', undefined],
    ['[1}', undefined],
    ['[1]]', undefined],
    ['[1] x', undefined],
    ['["a]', undefined],
    ['{"a":[1]}', undefined],
    ['', undefined],
    [' [ ] ', []],
    ['[ "a\\\\", "b\\"," , [1,{"c":[]}] ]\n', ['a\\', 'b",', [1, { c: [] }]]],
  ])('reads %j', async (text, list) => {
    expect(await parseJsonList(text, same)).toEqual(list);
    expect(expected(text)).toEqual(list);
  });

  it('reads each member before it parses the next', async () => {
    const seen: unknown[] = [];
    expect(await parseJsonList('[1,2,oops]', (member) => seen.push(member))).toBeUndefined();
    expect(seen).toEqual([1, 2]);
  });

  it('lets other work of the process run before a long list is done', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('other work'));
    await parseJsonList(JSON.stringify(Array.from({ length: 250 })), same);
    expect(order).toEqual(['other work']);
  });
});
