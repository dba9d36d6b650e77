import type { PlaceOrderInput, StoreActions } from '../contract.ts';
import { addChannel } from './channel-writes.ts';
import {
  addAddress,
  addCustomer,
  patchCustomer,
  removeCustomer,
  requireCustomer,
} from './customer-writes.ts';
import type { Address } from './model.ts';
import { parseMoney } from './money.ts';
import { wishesForAllLeft, type RefundWish } from './order-math.ts';
import {
  addOrder,
  addRefund,
  addressFor,
  changeQuantity,
  changeStatus,
  requireOrder,
  setArchived,
} from './order-writes.ts';
import { addProduct, patchProduct, removeProduct } from './product-writes.ts';
import { channelIds, statusIds } from './profile.ts';
import { findCustomer, listProducts, resetState, type StoreState } from './state.ts';
import { setNewsletter } from './subscriber-writes.ts';
import { firstCustomerId } from './world.ts';

/** What shoppers and merchants do, by direct call. */
export function createActions(state: StoreState): StoreActions {
  return {
    placeOrder(input = {}) {
      const customerId = input.customerId ?? drawCustomer(state);
      return addOrder(state, {
        customerId,
        statusId: input.statusId ?? statusIds.awaiting,
        channelId: input.channelId ?? channelIds.web,
        createdAt: input.createdAt ?? state.clock.now(),
        billing: billingFor(state, customerId, input.billing),
        lines: input.lines ?? drawLines(state),
      }).id;
    },
    setOrderStatus: (id, statusId) => changeStatus(state, id, statusId),
    editOrder: (id, change) => changeQuantity(state, id, change),
    archiveOrder: (id) => setArchived(state, id),
    refund(id, what) {
      return addRefund(state, id, wishesFor(state, id, what)).id;
    },
    createCustomer({ channelId, ...input }) {
      const channel = channelId === undefined ? {} : { originChannelId: channelId, channelIds: [channelId] };
      return addCustomer(state, { ...input, ...channel }).id;
    },
    updateCustomer(id, { birthday, ...patch }) {
      const fields = birthday === undefined ? {} : { formFields: [{ name: 'Birthday', value: birthday }] };
      patchCustomer(state, id, { ...patch, ...fields });
    },
    deleteCustomer: (id) => removeCustomer(state, id),
    updateProduct: (id, patch) => patchProduct(state, id, patch),
    createProduct: (input) => addProduct(state, input).id,
    deleteProduct: (id) => removeProduct(state, id),
    addAddress(customerId, { country = 'United States', countryIso2 = 'US', ...place }) {
      const { firstName, lastName, company, phone } = requireCustomer(state, customerId);
      const address = { firstName, lastName, company, phone, street2: '', country, countryIso2, ...place };
      return addAddress(state, { ...address, customerId, type: 'residential' }).id;
    },
    setNewsletter: (email, isWanted) => setNewsletter(state, email, isWanted),
    createChannel: (name) => addChannel(state, { name }).id,
    reset: () => resetState(state),
  };
}

function wishesFor(state: StoreState, id: number, what: Parameters<StoreActions['refund']>[1]): RefundWish[] {
  const order = requireOrder(state, id);
  if ('full' in what) return wishesForAllLeft(order, state.world.coin);
  if ('items' in what) {
    return what.items.map(({ lineId, quantity }) => ({ type: 'PRODUCT', itemId: lineId, quantity }));
  }
  if ('amount' in what) return [{ type: 'ORDER', itemId: id, amount: parseMoney(what.amount) }];
  const address = order.addresses.find(({ cost }) => cost > 0);
  if (!address) throw new Error(`order ${id} has no shipping to refund`);
  return [{ type: 'SHIPPING', itemId: address.id, amount: parseMoney(what.shipping) }];
}

function billingFor(
  state: StoreState,
  customerId: number,
  billing: PlaceOrderInput['billing'] = {},
): Address {
  if (customerId === 0) {
    const number = state.draws.int(100_000);
    return addressFor(state, {
      firstName: 'Guest',
      lastName: 'Shopper',
      email: `guest-new-${number}@example.com`,
      ...billing,
    });
  }
  const { firstName, lastName, email, phone } = requireCustomer(state, customerId);
  return addressFor(state, { firstName, lastName, email, phone, ...billing });
}

function drawCustomer(state: StoreState): number {
  for (let tries = 0; tries < 50; tries++) {
    const id = firstCustomerId + state.draws.int(state.next.customer - firstCustomerId);
    if (findCustomer(state, id)) return id;
  }
  return 0;
}

function drawLines(state: StoreState): { productId: number; quantity: number }[] {
  const products = listProducts(state);
  return Array.from({ length: 1 + state.draws.int(3) }, () => ({
    productId: state.draws.pick(products).id,
    quantity: 1 + state.draws.int(2),
  }));
}
