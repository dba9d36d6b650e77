import { describe, expect, it } from 'vitest';
import { readEnvelope } from './envelope.ts';
import { personaPageSchema } from './personas.ts';
import { storesSchema } from './stores.ts';

function read(status: number, body: unknown) {
  return readEnvelope({ status, headers: {}, text: typeof body === 'string' ? body : JSON.stringify(body) });
}

describe('readEnvelope', () => {
  it('takes a call for successful only when status and envelope agree', () => {
    expect(read(200, { success: true, code: 200, data: { a: 1 } })).toEqual({ ok: true, data: { a: 1 } });
    expect(read(200, { success: true })).toEqual({ ok: true, data: undefined });
    expect(read(500, { success: true, data: {} })).toMatchObject({ ok: false, failure: 'unavailable' });
  });

  it.each([
    [
      200,
      { success: false, code: 403, errors: [{ message: 'Please provide a valid API key' }] },
      'unauthorized',
    ],
    [200, { success: false, code: 401 }, 'unauthorized'],
    [200, { success: false, code: 429 }, 'throttled'],
    [200, { success: false, code: 500 }, 'unavailable'],
    [200, { success: false, code: 404 }, 'not-found'],
    [200, { success: false }, 'rejected'],
    [200, { success: false, code: 200 }, 'rejected'],
    [200, { success: 'true', data: {} }, 'garbage'],
    [200, { data: {} }, 'garbage'],
    [200, 'null', 'garbage'],
    [200, '[]', 'garbage'],
    [200, '<html></html>', 'garbage'],
    [200, '{"success":true,', 'garbage'],
    [204, '', 'garbage'],
    [401, {}, 'unauthorized'],
    [403, 'Forbidden', 'unauthorized'],
    [404, {}, 'not-found'],
    [400, {}, 'rejected'],
    [429, '', 'throttled'],
    [502, '<html></html>', 'unavailable'],
  ])('%i with %j is %s', (status, body, failure) => {
    expect(read(status, body)).toMatchObject({ ok: false, failure });
  });

  it('passes on what AIQ says, without personal data', () => {
    const body = {
      success: false,
      code: 400,
      errors: [{ message: 'no contact for jane@example.com, 5125550142' }],
    };
    expect(read(400, body)).toMatchObject({ detail: 'no contact for [e-mail], [number]' });
    expect(read(400, { success: false, errors: 'x' })).toMatchObject({ detail: null });
  });
});

describe('lists', () => {
  it('are empty when AIQ says null', () => {
    for (const data of [null, undefined, {}, { results: null }, { results: [], total: 0 }]) {
      expect(personaPageSchema.parse(data)).toEqual({ personas: [], total: 0 });
    }
    expect([null, undefined, {}, { stores: null }].map((data) => storesSchema.parse(data))).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('are no lists when they are something else', () => {
    expect(personaPageSchema.safeParse({ results: 'none' }).success).toBe(false);
    expect(personaPageSchema.safeParse([]).success).toBe(false);
    expect(storesSchema.safeParse({ stores: {} }).success).toBe(false);
  });

  it('hold persons with whatever is known of them', () => {
    const rows = [
      {
        contactID: 'c1',
        srcID: 's1',
        firstName: 'A',
        email: 'a@b.co',
        platform: 'cova',
        inserted: 1_700_000_000,
      },
      { contactID: 'c2', srcID: null, mobilePhone: 5125550142, source: 'AIQ Loyalty', inserted: null },
    ];
    expect(personaPageSchema.parse({ results: rows, total: 12 })).toEqual({
      total: 12,
      personas: [
        {
          contactId: 'c1',
          srcId: 's1',
          firstName: 'A',
          lastName: '',
          email: 'a@b.co',
          mobilePhone: '',
          source: 'cova',
          insertedAt: new Date(1_700_000_000_000),
        },
        {
          contactId: 'c2',
          srcId: null,
          firstName: '',
          lastName: '',
          email: '',
          mobilePhone: '5125550142',
          source: 'AIQ Loyalty',
          insertedAt: new Date(0),
        },
      ],
    });
  });

  it('of stores have ids as numbers', () => {
    const stores = [
      { id: 7, name: 'Main', addr: {} },
      { id: '8', name: null },
    ];
    expect(storesSchema.parse({ stores })).toEqual([
      { id: 7, name: 'Main' },
      { id: 8, name: '' },
    ]);
  });
});
