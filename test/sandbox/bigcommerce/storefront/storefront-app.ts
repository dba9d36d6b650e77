import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import type { PlaceOrderInput } from '../contract.ts';
import { customersByEmail } from '../data/customer-writes.ts';
import type { Customer } from '../data/model.ts';
import { findCustomer, findProduct } from '../data/state.ts';
import type { GeneratedStore } from '../data/store.ts';
import { escapeHtml, renderPage } from '../login/pages.ts';
import { renderFront, renderReceipt } from './pages.ts';

export interface StorefrontDeps {
  stores: () => GeneratedStore[];
  /** Address of a store's storefront, without a slash at the end. */
  urlOf: (storeHash: string) => string;
}

type Form = Record<string, unknown>;

/**
 * The shops of all stores, told apart by host name: a shopper signs up, signs in by e-mail alone, and orders with an
 * account or as a guest. Works without scripts.
 */
export function createStorefrontApp(deps: StorefrontDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.urlencoded({ extended: false }));

  app.use((request, response, next) => {
    const hash = /^shop-([a-z0-9]+)\./.exec(request.hostname)?.[1];
    const store = deps.stores().find((one) => one.hash === hash);
    if (store) {
      response.locals['store'] = store;
      next();
    } else response.status(hash === undefined ? 200 : 404).send(renderChoice(deps));
  });
  const storeOf = (response: Response) => response.locals['store'] as GeneratedStore; // set above, or not here
  const shopperOf = (request: Request, response: Response): Customer | undefined => {
    const id = /(?:^|;\s*)shopper=(\d+)(?:;|$)/.exec(request.get('cookie') ?? '')?.[1];
    return id === undefined ? undefined : findCustomer(storeOf(response).state, Number(id));
  };
  const remember = (request: Request, response: Response, customerId: number) => {
    response.cookie('shopper', String(customerId), {
      httpOnly: true,
      sameSite: 'lax',
      secure: request.secure,
    });
    response.redirect(303, '/');
  };

  app.get('/', (request, response) => {
    response.send(renderFront(storeOf(response), shopperOf(request, response)));
  });
  app.post('/sign-up', (request, response) => {
    const form = formOf(request);
    const { state, actions } = storeOf(response);
    const email = required(form, 'email');
    if (customersByEmail(state, email).length > 0)
      throw new Error('That e-mail address has an account already.');
    const phone = text(form, 'phone');
    const id = actions.createCustomer({
      email,
      firstName: required(form, 'firstName'),
      lastName: required(form, 'lastName'),
      ...(phone === '' ? {} : { phone }),
    });
    remember(request, response, id);
  });
  app.post('/sign-in', (request, response) => {
    const [customer] = customersByEmail(storeOf(response).state, required(formOf(request), 'email'));
    if (!customer) throw new Error('Nobody has signed up with that e-mail address.');
    remember(request, response, customer.id);
  });
  app.post('/sign-out', (_request, response) => {
    response.clearCookie('shopper');
    response.redirect(303, '/');
  });
  app.post('/orders', (request, response) => {
    const store = storeOf(response);
    const wish = readOrder(store, formOf(request), shopperOf(request, response));
    response.redirect(303, `/orders/${store.actions.placeOrder(wish)}`);
  });
  app.get('/orders/:id', (request, response, next) => {
    const store = storeOf(response);
    const order = store.oracle.order(Number(request.params.id));
    // An order is shown to whom it belongs; a guest's to whoever knows its number, as there is nobody to ask.
    const isOwn = order && order.customerId === (shopperOf(request, response)?.id ?? 0);
    if (order && isOwn) response.send(renderReceipt(store, order));
    else next();
  });
  app.use((_request, response) => {
    response.status(404).send(renderPage('Page not found', '<p><a href="/">To the shop</a></p>'));
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const why = escapeHtml(error instanceof Error ? error.message : String(error));
    response
      .status(400)
      .send(renderPage('That does not work', `<p>${why}</p><p><a href="/">To the shop</a></p>`));
  });
  return app;
}

function readOrder(store: GeneratedStore, form: Form, shopper: Customer | undefined): PlaceOrderInput {
  const productId = Number(required(form, 'product'));
  const quantity = Number(required(form, 'quantity'));
  const product = findProduct(store.state, productId);
  if (!product?.isVisible) throw new Error('The shop has no such product.');
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    throw new Error('The quantity is a whole number from 1 to 99.');
  const lines = [{ productId, quantity }];
  if (shopper) return { customerId: shopper.id, lines };
  const billing = {
    firstName: required(form, 'firstName'),
    lastName: required(form, 'lastName'),
    email: required(form, 'email'),
    phone: text(form, 'phone'),
  };
  return { customerId: 0, lines, billing };
}

function renderChoice({ stores, urlOf }: StorefrontDeps): string {
  const items = stores().map(({ hash, profile }) => {
    const label = escapeHtml(`${profile.name} (${hash})`);
    return `<li><a href="${escapeHtml(urlOf(hash))}">${label}</a></li>`;
  });
  return renderPage('Simulated shops', `<ul>${items.join('')}</ul>`);
}

function formOf(request: Request): Form {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function text(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}

function required(form: Form, name: string): string {
  const value = text(form, name);
  if (value === '') throw new Error(`${name} is missing.`);
  return value;
}
