/** Names in many scripts: latin ones are the rule, the others are what breaks careless software. */
export const firstNames = [
  'Olivia',
  'Liam',
  'Emma',
  'Noah',
  'Ava',
  'Mateo',
  'Sofia',
  'Lucas',
  'Mia',
  'Ethan',
  'Grace',
  'Henry',
  'Zoe',
  'Owen',
  'Nora',
  'Caleb',
  'Ruby',
  'Isaac',
  'Leah',
  'Marcus',
  'Priya',
  'Dmitri',
  'Aisha',
  'Kenji',
  'Fatima',
  'Jonas',
] as const;

export const lastNames = [
  'Smith',
  'Johnson',
  'Garcia',
  'Miller',
  'Davis',
  'Nguyen',
  'Patel',
  'Lopez',
  'Walker',
  'Young',
  'Rivera',
  'Campbell',
  'Mitchell',
  'Carter',
  'Roberts',
  'Kim',
  'Brooks',
  'Sanders',
  'Price',
  'Bennett',
  "O'Brien",
  'Van der Berg',
  'Schmidt',
] as const;

export const unusualNames: readonly (readonly [first: string, last: string])[] = [
  ['美咲', '田中'],
  ['秀英', '王'],
  ['지우', '김'],
  ['محمد', 'الأحمد'],
  ['נועה', 'כהן'],
  ['🌿 Jay', 'Greene 🌈'],
  ['Jose\u0301', 'Nun\u0303ez'],
  ['Zoë', 'Müller-Lüdenscheidt'],
  ['Þórbjörg', 'Sigurðardóttir'],
  ['Anaïs', 'Lefèvre'],
  ['=HYPERLINK("x")', '<b>Bold</b>'],
  ['Robert"); DROP', '{"$ne": 1}'],
  ['𝒜lice', '👩‍👩‍👧‍👦'],
];

export const companies = [
  '',
  '',
  '',
  '',
  'Acme Corp',
  'Blue Mesa LLC',
  'Häagen & Söhne',
  'North Star Ltd',
] as const;

export const emailDomains = ['example.com', 'example.org', 'example.net', 'mail.example.com'] as const;

export const cities: readonly {
  city: string;
  state: string;
  zip: string;
  country: string;
  iso2: string;
  /** Tax in hundredths of a percent. */
  tax: number;
}[] = [
  { city: 'Austin', state: 'Texas', zip: '78726', country: 'United States', iso2: 'US', tax: 825 },
  { city: 'Denver', state: 'Colorado', zip: '80202', country: 'United States', iso2: 'US', tax: 881 },
  { city: 'Portland', state: 'Oregon', zip: '97201', country: 'United States', iso2: 'US', tax: 0 },
  {
    city: 'San Francisco',
    state: 'California',
    zip: '94103',
    country: 'United States',
    iso2: 'US',
    tax: 863,
  },
  { city: 'Chicago', state: 'Illinois', zip: '60601', country: 'United States', iso2: 'US', tax: 1025 },
  { city: 'Seattle', state: 'Washington', zip: '98101', country: 'United States', iso2: 'US', tax: 1035 },
  { city: 'Toronto', state: 'Ontario', zip: 'M5H 2N2', country: 'Canada', iso2: 'CA', tax: 1300 },
];

export const areaCodes = ['512', '303', '503', '415', '312', '206', '416', '720'] as const;

export const brandNames = [
  'Green Mesa',
  'Northern Lights',
  'Common Good',
  'Fog & Fern',
  'Étoile',
  '松本',
  'Barr-Co.',
] as const;

export const categoryNames = [
  'Flower',
  'Pre-rolls',
  'Edibles',
  'Vapes',
  'Concentrates',
  'Accessories',
  'Apparel',
  'Gift ideas',
  'Downloads',
] as const;

export const productAdjectives = [
  'Alpine',
  'Sunrise',
  'Velvet',
  'Wild',
  'Golden',
  'Midnight',
  'Ocean',
  'Citrus',
  'Honey',
  'Quiet',
] as const;

export const productNouns = [
  'Gummies',
  'Tin',
  'Candle',
  'Tea',
  'Balm',
  'Grinder',
  'Hoodie',
  'Chocolate',
  'Oil',
  'Kit',
] as const;

export const customerMessages = [
  '',
  '',
  '',
  '',
  'Please leave at the door',
  'Ring twice 🔔',
  'お急ぎください',
] as const;
