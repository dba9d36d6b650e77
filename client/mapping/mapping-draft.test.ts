import { describe, expect, it } from 'vitest';
import type { MappingView } from '../../shared/views/mapping.ts';
import { countParking, isSameMapping, viewToDraft, withPlace } from './mapping-draft.ts';

function buildView(overrides: Partial<MappingView> = {}): MappingView {
  return {
    version: 0,
    mapping: { channels: {}, locations: {}, fallback: null },
    aiqStores: [
      { id: 1, name: 'Downtown' },
      { id: 2, name: 'Boulder' },
    ],
    channels: [
      { id: 1, name: 'Downtown shop', type: 'storefront', suggestion: 'Downtown', parkedOrders: 0 },
      { id: 2, name: 'Marketplace', type: 'marketplace', suggestion: null, parkedOrders: 4 },
    ],
    locations: [{ id: 10, name: 'Boulder curbside', suggestion: 'Boulder' }],
    ...overrides,
  };
}

describe('the mapping form', () => {
  it('starts with the suggestions when nothing was ever mapped', () => {
    expect(viewToDraft(buildView())).toEqual({
      channels: { '1': 'Downtown' },
      locations: { '10': 'Boulder' },
      fallback: null,
    });
  });

  it('proposes the only AIQ store for everything else', () => {
    expect(viewToDraft(buildView({ aiqStores: [{ id: 1, name: 'Downtown' }] })).fallback).toBe('Downtown');
  });

  it('never puts a suggestion over what was saved', () => {
    const mapping = { channels: {}, locations: {}, fallback: 'Boulder' };
    expect(viewToDraft(buildView({ mapping }))).toEqual(mapping);
  });

  it('counts the channels whose orders would wait, unless there is a fallback', () => {
    const view = buildView();
    const draft = viewToDraft(view);
    expect(countParking(draft, view.channels)).toBe(1);
    expect(countParking({ ...draft, fallback: 'Boulder' }, view.channels)).toBe(0);
  });

  it('knows that mapping and unmapping changes nothing', () => {
    const draft = viewToDraft(buildView());
    const mapped = withPlace(draft, 'channels', 2, 'Boulder');
    expect(isSameMapping(draft, mapped)).toBe(false);
    expect(isSameMapping(draft, withPlace(mapped, 'channels', 2, null))).toBe(true);
  });
});
