/** A discount of AIQ's builder, as the wallet shows it. */
export interface Discount {
  id: string;
  name: string;
  pageTitle: string;
  posDiscountID: string;
  internalName: string;
  avatar: string;
  inStoreRedemption: boolean;
  reusable: boolean;
  tierDiscount: boolean;
  pointsDeduction: number;
  /** One of the two is 0. */
  dollarValue: number;
  percentageValue: number;
}

export const defaultDiscounts: readonly Discount[] = [
  buildDiscount({
    id: '5001',
    name: '$5 off',
    pageTitle: 'Five dollars off',
    dollarValue: 5,
    pointsDeduction: 100,
  }),
  buildDiscount({
    id: '5002',
    name: '10% off',
    pageTitle: 'A tenth off your order',
    percentageValue: 10,
    pointsDeduction: 250,
    reusable: true,
  }),
  buildDiscount({
    id: '5003',
    name: 'Free tote bag',
    pageTitle: 'Pick it up in the shop',
    pointsDeduction: 50,
    inStoreRedemption: true,
  }),
];

function buildDiscount(given: Partial<Discount> & { id: string; name: string }): Discount {
  return {
    pageTitle: '',
    posDiscountID: `POS-${given.id}`,
    internalName: given.name,
    avatar: '',
    inStoreRedemption: false,
    reusable: false,
    tierDiscount: false,
    pointsDeduction: 0,
    dollarValue: 0,
    percentageValue: 0,
    ...given,
  };
}
