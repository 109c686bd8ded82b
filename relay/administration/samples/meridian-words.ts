/** What the sample's names and texts are put together of. All of it is made up; numbers are of those kept for fiction. */

export const people = [
  ['ao', 'Ana Okoro'],
  ['br', 'Ben Ruiz'],
  ['cd', 'Carla Dahl'],
  ['dc', 'Dario Costa'],
  ['ek', 'Elif Kaya'],
] as const;

/** The two that *Play the minute* works on stand first. */
export const customers = [
  ...['Aldern Bay Hotel', 'Brekke Bakery', 'Cove Street Canteen', 'Dunmore Tea House', 'Elms Corner Grocers'],
  ...[
    'Fenwick Delicatessen',
    'Garrow Point Inn',
    'Hollis & Daughters',
    'Ivory Lane Bistro',
    'Juniper Kitchen',
  ],
  ...[
    'Kestrel School Meals',
    'Larkspur Café',
    'Marlow Fish Bar',
    'Nordby Market Hall',
    'Old Quay Restaurant',
  ],
  ...['Pinewood Care Home', 'Quarry Hill Lunch Room', 'Rosten Hotel', 'Saltway Deli', 'Thistle & Rye'],
  ...['Umber Street Bakery', 'Vale Farm Shop', 'Westgate Catering', 'Yarrow Wine Room', 'Amber Mill Café'],
  ...[
    'Birch Row Grocers',
    'Copper Pan Kitchen',
    'Driftwood Beach Bar',
    'East Pier Fish House',
    'Fiddler Inn',
  ],
  ...[
    'Greenhow School Meals',
    'Heron Lake Lodge',
    'Isbrook Clinic Canteen',
    'Jetty Nine',
    'Kiln Lane Coffee',
  ],
  ...['Lantern Street Food', 'Moor View Hotel', 'Nettle & Clove', 'Orchard Road Deli', 'Parsonage Tea Room'],
  ...[
    'Quill Bookshop Café',
    'Ridgeway Sports Club',
    'Stonebridge Brewery Tap',
    'Tollgate Diner',
    'Upland Bakery',
  ],
  ...['Viaduct Street Grill', 'Windmill Pantry', 'Yew Tree Nursery'],
] as const;

export const suppliers = [
  ...[
    'Bright Valley Dairy',
    'Cape Roe Fisheries',
    'Dovetail Mills',
    'Fjell Water Company',
    'Glenholm Orchards',
  ],
  ...[
    'Hearthstone Ovens',
    'Kvist Farm Eggs',
    'Lowland Greens',
    'Miller & Tide',
    'Northlight Coffee Roasters',
  ],
  ...['Sunder Spice House', 'Three Rivers Meat'],
] as const;

/** Product, category, packing. */
export const products = [
  ['Rye loaf', 'Bakery', '12 loaves'],
  ['Sourdough loaf', 'Bakery', '12 loaves'],
  ['Butter croissant', 'Bakery', '48 pieces'],
  ['Cinnamon roll', 'Bakery', '36 pieces'],
  ['Crispbread', 'Bakery', '20 packs'],
  ['Burger bun', 'Bakery', '60 pieces'],
  ['Whole milk', 'Dairy', '10 litres'],
  ['Salted butter', 'Dairy', '20 × 500 g'],
  ['Mountain cheese', 'Dairy', 'wheel of 6 kg'],
  ['Goat cheese', 'Dairy', '12 × 150 g'],
  ['Cream', 'Dairy', '6 litres'],
  ['Plain yoghurt', 'Dairy', 'bucket of 5 kg'],
  ['Filter coffee', 'Drinks', '8 × 1 kg'],
  ['Espresso beans', 'Drinks', '8 × 1 kg'],
  ['Breakfast tea', 'Drinks', '500 bags'],
  ['Apple juice', 'Drinks', '12 bottles'],
  ['Elderflower cordial', 'Drinks', '6 bottles'],
  ['Sparkling water', 'Drinks', '24 bottles'],
  ['Apples, red', 'Fruit and vegetables', 'crate of 12 kg'],
  ['Pears', 'Fruit and vegetables', 'crate of 10 kg'],
  ['Potatoes, waxy', 'Fruit and vegetables', 'sack of 25 kg'],
  ['Carrots', 'Fruit and vegetables', 'sack of 10 kg'],
  ['White cabbage', 'Fruit and vegetables', '8 heads'],
  ['Leeks', 'Fruit and vegetables', 'crate of 6 kg'],
  ['Lentils, green', 'Pantry', '5 × 2 kg'],
  ['Rolled oats', 'Pantry', '10 × 1 kg'],
  ['Honey', 'Pantry', '12 jars'],
  ['Coarse mustard', 'Pantry', '12 jars'],
  ['Rapeseed oil', 'Pantry', '4 × 3 litres'],
  ['Sea salt flakes', 'Pantry', '20 boxes'],
  ['Dark chocolate', 'Pantry', '10 × 1 kg'],
  ['Tomato passata', 'Pantry', '12 bottles'],
  ['Smoked salmon', 'Fish and meat', '10 sides'],
  ['Cod fillet', 'Fish and meat', 'box of 5 kg'],
  ['Herring, pickled', 'Fish and meat', '6 jars'],
  ['Mussels', 'Fish and meat', 'net of 5 kg'],
  ['Chicken thighs', 'Fish and meat', 'box of 10 kg'],
  ['Lamb shoulder', 'Fish and meat', 'box of 8 kg'],
  ['Dry sausage', 'Fish and meat', '20 pieces'],
  ['Eggs, free range', 'Fish and meat', '180 eggs'],
] as const;

export const firstNames = [
  ...[
    'Amara',
    'Bela',
    'Clara',
    'David',
    'Esther',
    'Felix',
    'Gudrun',
    'Hamid',
    'Ines',
    'Jonas',
    'Kaya',
    'Lena',
  ],
  ...['Marek', 'Nadia', 'Otto', 'Petra', 'Rafael', 'Siri', 'Tomas', 'Uma', 'Viktor', 'Wanda', 'Yusuf', 'Zoe'],
] as const;
export const lastNames = [
  ...['Abel', 'Brandt', 'Chukwu', 'Duarte', 'Eriksen', 'Fontaine', 'Gruber', 'Hassan', 'Ivers', 'Janssen'],
  ...['Kowal', 'Lindqvist', 'Moreau', 'Nunez', 'Olsen', 'Pereira', 'Rossi', 'Sato', 'Tran', 'Vogel'],
] as const;
export const jobs = [
  'Owner',
  'Head chef',
  'Purchasing',
  'Front of house',
  'Accounts',
  'Kitchen manager',
] as const;
export const streets = ['Quay Street', 'Mill Lane', 'Station Road', 'Market Square', 'Church Hill'] as const;
/** Postal code and town, by region. */
export const towns: Readonly<Record<'Coast' | 'Inland', readonly (readonly [string, string])[]>> = {
  Coast: [
    ['4010', 'Havnby'],
    ['4150', 'Skarvik'],
    ['4320', 'Tidemouth'],
  ],
  Inland: [
    ['2210', 'Elvdal'],
    ['2340', 'Granheim'],
    ['2480', 'Upper Marsh'],
  ],
};

export const accountNotes = [
  'Deliveries before ten, at the back door. The lift takes one pallet at a time.',
  'Orders by phone on Mondays; likes to hear what is in season first.',
  'Closed in February. Wants a call two weeks before they open again.',
  'Asked for smaller boxes of fruit, because the cold store is full by Thursday.',
  'New kitchen manager since spring; send the price list to her and not to the office.',
  'Pays on the last day of the month. Two invoices were late after the move.',
] as const;
export const contactNotes = [
  'Prefers a short message to a call during lunch.',
  'Decides what is bought, together with the chef.',
  'Speaks for the whole group when prices change.',
] as const;
/** What is wrong with a product, and how the case goes on. */
export const troubles = [
  ['arrived thawed', 'The van stood an hour in the sun. The customer sent the boxes back.'],
  ['came a day late', 'The carrier had the old address. Lunch had to be changed.'],
  ['was short by two boxes', 'The delivery note says twelve, ten were counted at the door.'],
  ['had a torn packing', 'Three packs were open when the crate was unpacked.'],
  ['was invoiced twice', 'Both invoices name the same order.'],
  ['had the wrong best-before date', 'Print and label differ by a month.'],
] as const;
export const endings = [
  'Replaced with the next delivery.',
  'Credited in full; the customer was told by phone.',
  'The address is mended, and the carrier knows.',
] as const;
export const errands = [
  ['Call about the autumn menu', 30],
  ['Bring samples of the new cheese', 45],
  ['Agree on delivery times', 20],
  ['Show the order list to the new chef', 60],
  ['Collect empty crates', 15],
  ['Talk about the open invoice', 25],
] as const;
export const deliveryNotes = [
  'Ring twice; the bell at the back door is quiet.',
  'Leave the cold boxes with the night porter.',
  'Park in the yard, not in the street.',
] as const;
