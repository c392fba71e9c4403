import type { DataSet } from './data-set.ts';
import { newRandom, type Random } from './random.ts';

const states = ['new', 'paid', 'packed', 'sent', 'done'];
const cities = ['Lisbon', 'Oslo', 'Zürich', 'Kyoto', 'Lima', 'Accra', 'Pune', 'Quito'];

/** M, the base: orders with a customer, an address inside it, and a list of 0–3 items. */
export const orders: DataSet = {
  name: 'orders',
  definedIn: import.meta.filename,
  *records(count) {
    const random = newRandom();
    for (let id = 0; id < count; id++) yield order(random, id, 1);
  },
};

/**
 * M, the changes to a base of so many orders: four of five records update an order, spread over the whole base, each
 * with new items; one of five is a new order.
 */
export function changes(base: number): DataSet {
  return {
    name: `changes-of-${base}`,
    definedIn: import.meta.filename,
    *records(count) {
      const random = newRandom(1);
      const updates = Math.floor((count * 4) / 5);
      for (let index = 0; index < count; index++)
        yield order(
          random,
          index < updates ? Math.floor((index * base) / updates) : base + index - updates,
          2,
        );
    },
  };
}

function order(random: Random, id: number, month: number): object {
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    id,
    updated_at: `2026-${two(month)}-${two(1 + (id % 28))}T${two(id % 24)}:${two(id % 60)}:00.${String(id % 1000).padStart(3, '0')}Z`,
    status: random.pick(states),
    amount: price(random, 10_000),
    customer: {
      id: random.upTo(200_000),
      email: `user${random.upTo(200_000)}@example.com`,
      address: { city: random.pick(cities), zip: String(random.upTo(100_000)).padStart(5, '0') },
    },
    items: Array.from({ length: random.upTo(4) }, () => ({
      sku: `SKU-${String(random.upTo(50_000)).padStart(6, '0')}`,
      qty: 1 + random.upTo(9),
      price: price(random, 1000),
    })),
  };
}

/** Never whole: JSON would write it as an integer, and the first one decides the column's type. */
function price(random: Random, limit: number): number {
  return (random.upTo(limit) * 100 + 1 + random.upTo(99)) / 100;
}
