import type { Express } from 'express';
import supertest from 'supertest';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandClock } from '../api/testing.ts';
import { createStore, type GeneratedStore } from '../data/store.ts';
import { createStorefrontApp } from './storefront-app.ts';

const host = 'shop-abc.localhost';
let store: GeneratedStore;
let app: Express;
let heard: string[];

beforeEach(() => {
  const size = { orders: 10, customers: 10, products: 12 };
  store = createStore({ hash: 'abc', seed: 7, clock: createHandClock(), size });
  app = createStorefrontApp({ stores: () => [store], urlOf: (hash) => `http://shop-${hash}.localhost` });
  heard = [];
  store.onEvent(({ scope }) => heard.push(scope));
});

const get = (path: string, cookie = '') => supertest(app).get(path).set('Host', host).set('Cookie', cookie);
const post = (path: string, form: Record<string, string | number>, cookie = '') =>
  supertest(app).post(path).set('Host', host).set('Cookie', cookie).type('form').send(form);
const ada = { firstName: 'Ada', lastName: 'Quill', email: 'ada@example.com', phone: '5125550123' };
const sold = () => store.state.world.products.find(({ isVisible }) => isVisible)?.id ?? 0;

describe('the storefront', () => {
  it('signs a shopper up, who orders and sees the order; the store hears of both', async () => {
    const signedUp = await post('/sign-up', ada).expect(303);
    const cookie = String(signedUp.headers['set-cookie']).split(';')[0] ?? '';
    const customerId = Number(/\d+/.exec(cookie)?.[0]);
    expect(store.oracle.customer(customerId)).toMatchObject(ada);
    expect((await get('/', cookie)).text).toContain('Ada Quill (ada@example.com)');
    const ordered = await post('/orders', { product: sold(), quantity: 3 }, cookie).expect(303);
    const path = String(ordered.headers['location']);
    const order = store.oracle.order(Number(path.split('/').at(-1)));
    expect(order).toMatchObject({ customerId, statusId: 11, lines: [{ productId: sold(), quantity: 3 }] });
    expect((await get(path, cookie).expect(200)).text).toContain('Thank you');
    await get(path).expect(404);
    expect(heard).toEqual(expect.arrayContaining(['store/customer/created', 'store/order/created']));
  });

  it('takes orders of guests, and knows a shopper again by the e-mail', async () => {
    const ordered = await post('/orders', { ...ada, product: sold(), quantity: 1 }).expect(303);
    const id = Number(String(ordered.headers['location']).split('/').at(-1));
    expect(store.oracle.order(id)).toMatchObject({ customerId: 0, billing: ada });
    const [known] = [...store.oracle.customers()];
    const signedIn = await post('/sign-in', { email: known?.email ?? '' }).expect(303);
    expect(String(signedIn.headers['set-cookie'])).toContain(`shopper=${known?.id};`);
  });

  it('says what is wrong with a form, and shows nothing of it as HTML', async () => {
    const wrong: [string, Record<string, string | number>, string][] = [
      ['/sign-up', { ...ada, email: '' }, 'email is missing'],
      ['/sign-in', { email: 'nobody@example.com' }, 'Nobody has signed up'],
      ['/orders', { ...ada, product: 1, quantity: 1 }, 'no such product'],
      ['/orders', { ...ada, product: sold(), quantity: 100 }, 'whole number'],
    ];
    for (const [path, form, says] of wrong) expect((await post(path, form).expect(400)).text).toContain(says);
    await post('/sign-up', ada).expect(303);
    expect((await post('/sign-up', ada).expect(400)).text).toContain('has an account already');
    const script = { ...ada, firstName: '<script>alert(1)</script>', email: 'b@example.com' };
    const signedUp = await post('/sign-up', script);
    const cookie = String(signedUp.headers['set-cookie']).split(';')[0];
    expect((await get('/', cookie)).text).not.toContain('<script>');
  });

  it('lists the shops where the host names none', async () => {
    const listed = await supertest(app).get('/').set('Host', '127.0.0.1').expect(200);
    expect(listed.text).toContain('http://shop-abc.localhost');
    await supertest(app).get('/').set('Host', 'shop-unknown.localhost').expect(404);
  });
});
