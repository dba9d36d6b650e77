import { expect, it } from 'vitest';
import { suggestStore } from './suggest-store.ts';

const stores = ['Green Leaf Denver', 'Green Leaf Boulder', 'Green Leaf Aurora 2', 'Main Street'];

it.each([
  ['Green Leaf - Denver', 'Green Leaf Denver'],
  ['the GREEN LEAF Boulder (online store)', 'Green Leaf Boulder'],
  ['Denver', 'Green Leaf Denver'],
  ['Boulder Pickup', 'Green Leaf Boulder'],
  ['Gréen Léaf Dénver', 'Green Leaf Denver'],
  ['GreenLeaf Denvr', 'Green Leaf Denver'],
  ['Aurora 2', 'Green Leaf Aurora 2'],
  ['Main Street', 'Main Street'],
])('suggests for %j the store %j', (name, expected) => {
  expect(suggestStore(name, stores)).toBe(expected);
});

it.each(['Green Leaf', 'Seattle', 'Aurora 3', 'Store', '', '   ', '!!!'])(
  'suggests nothing for %j',
  (name) => {
    expect(suggestStore(name, stores)).toBeNull();
  },
);

it('does not choose between two stores that are equally alike', () => {
  expect(suggestStore('Denver', ['Denver North', 'Denver South'])).toBeNull();
});

it('does not confuse places that differ by their number only', () => {
  expect(suggestStore('Colfax 12', ['Colfax 13', 'Colfax 12'])).toBe('Colfax 12');
  expect(suggestStore('Colfax 14', ['Colfax 13', 'Colfax 12'])).toBeNull();
});

it('finds names of other scripts', () => {
  expect(suggestStore('東京 本店', ['大阪 本店', '東京 本店'])).toBe('東京 本店');
});

it('suggests nothing without stores, and a store that AIQ lists twice once', () => {
  expect(suggestStore('Denver', [])).toBeNull();
  expect(suggestStore('Denver', ['Denver', 'Denver'])).toBe('Denver');
});
