import type { Options, StoreMapping } from '../../../shared/settings.ts';
import type { ParkedReason, RecordWarning, SentReason, SkippedReason } from '../../../shared/sync.ts';
import type { AiqInventoryItem, AiqPersona, AiqSale } from '../../aiq/types.ts';
import type { BcCustomer, BcOrder, BcProduct, BcRefund } from '../../bigcommerce/types.ts';
import type { Person, PersonalHasher } from './person.ts';

/** Everything a mapper may look at besides the entity itself; mappers do no I/O and know no clock. */
export interface MappingContext {
  storeHash: string;
  /** ISO 3166 alpha-2 of the store, for phones without a country code. */
  countryCode: string;
  /** The store's default currency. */
  currency: string;
  /** Where the storefront is, without a closing slash: `https://shop.example`. */
  storefrontUrl: string;
  options: Options;
  mapping: StoreMapping;
  /** Orders created before it are not sent; null means everything. */
  historyStart: Date | null;
  /** Customers that did not change after it are left alone; null while contact sync is off. */
  syncContactsSince: Date | null;
  hasher: PersonalHasher;
  /** Names of a product's categories, joined; empty when unknown (custom items, deleted products). */
  categoryNames(productId: number): string;
  /** Empty when unknown. */
  brandName(brandId: number): string;
}

/**
 * What is to become of one entity. `send` is to be sent unless the record's hash is equal; `keep` leaves both AIQ
 * and the record as they are (only for what AIQ holds already, or has refused), but for a record that waits.
 */
export type Mapped<T> =
  | {
      decision: 'send';
      /** State `sent`, with this reason, once AIQ has accepted it. */
      reason: SentReason;
      payload: T;
      hash: string;
      /** What counts, exact; null for people and products. */
      amount: string | null;
      currency: string | null;
      warnings: RecordWarning[];
      /** Whose sale it is, to be sent before it; the person itself for people. */
      buyer: Person | null;
    }
  | { decision: 'skip'; reason: SkippedReason; detail: string | null; buyer: Person | null }
  | { decision: 'park'; reason: ParkedReason; detail: string | null; buyer: Person | null }
  | {
      decision: 'keep';
      /** Why nothing more is sent of it. */
      reason: SkippedReason;
    };

/** An order with all its refunds: each decides with the others in view. */
export interface MappedOrder {
  order: Mapped<AiqSale>;
  /** In the order of their ids. */
  refunds: { refund: BcRefund; mapped: Mapped<AiqSale> }[];
}

/** Which records AIQ holds, that is: have been accepted once (`hash` not null), whatever their state is now. */
export interface Held {
  order: boolean;
  refunds: ReadonlySet<number>;
}

/**
 * `orderToSales` in order-to-sales.ts: the one entry for orders and refunds. Needs *all* refunds of the order, as the
 * last one takes what rounding left. What AIQ holds and does not count any more comes back as a `send` with reason
 * `reversed`: same `pos_id`, quantities and total zero, so that a status that flaps sends again.
 */
export type OrderToSales = (
  order: BcOrder,
  refunds: readonly BcRefund[],
  context: MappingContext,
  held: Held,
) => MappedOrder;

/** `refundWithoutOrder` in order-to-sales.ts: a refund whose order BigCommerce does not give. */
export type RefundWithoutOrder = (refund: BcRefund) => Mapped<AiqSale>;

/** `customerToPersona` in customer-to-persona.ts; `keep` for a person whom AIQ knows as a buyer already. */
export type CustomerToPersona = (
  customer: BcCustomer,
  context: MappingContext,
  held: boolean,
) => Mapped<AiqPersona>;

/** `productToItem` in product-to-item.ts; a hidden product that AIQ holds comes back as a `withdrawn`. */
export type ProductToItem = (
  product: BcProduct,
  context: MappingContext,
  held: boolean,
) => Mapped<AiqInventoryItem>;

/** `deletedProductToItem` in product-to-item.ts: only the id is left of it. */
export type DeletedProductToItem = (
  productId: number,
  context: MappingContext,
  held: boolean,
) => Mapped<AiqInventoryItem>;
