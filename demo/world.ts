import type { Random } from "../lib/core/random.ts";
import { type Day, dateOf } from "./calendar.ts";
import { offices } from "./locations.ts";
import { emailOf, makeCompanyName, makeName } from "./names.ts";
import type { Person } from "./people.ts";
import type { CompanyPlan, Trade } from "./plan.ts";

export type Customer = {
  id: string;
  name: string;
  contact: { name: string; email: string };
  plan: string;
  seats: number;
  currency: string;
};

export type NamedThing = { id: string; name: string };

/** What the company's people work with. */
export type World = {
  customers: readonly Customer[];
  documents: readonly NamedThing[];
  people: readonly Person[];
  trade: Trade;
};

export const subscriptionPlans = ["Starter", "Growth", "Scale", "Enterprise"] as const;

const occasions = [
  "2026",
  "draft",
  "Q3",
  "Q4",
  "v2",
  "v3",
  "EMEA",
  "North America",
  "APAC",
  "final",
] as const;

export function makeWorld(plan: CompanyPlan, random: Random, people: readonly Person[]): World {
  const chance = random.fork("world");
  const taken = new Set<string>();
  const customers = Array.from({ length: plan.customers }, (): Customer => {
    const { country } = offices[chance.weighted(plan.offices)];
    const name = makeCompanyName(chance, country, taken);
    const domain = `${name.toLowerCase().replaceAll(" ", "-")}.example`;
    const contact = makeName(chance, new Set());
    return {
      id: `cus_${chance.hex(10)}`,
      name,
      contact: { name: contact, email: emailOf(contact, domain) },
      plan: chance.pick(subscriptionPlans),
      seats: chance.int(2, 60) * 5,
      currency:
        country === "US" ? "USD" : country === "DE" ? "EUR" : country === "SG" ? "SGD" : "CAD",
    };
  });
  const documents = plan.trade.documents.flatMap((subject) =>
    occasions.map((occasion) => ({ id: `doc_${chance.hex(10)}`, name: `${subject} ${occasion}` })),
  );
  return {
    customers,
    documents: documents.filter(() => chance.chance(0.7)),
    people,
    trade: plan.trade,
  };
}

/** A few customers make most of the work. */
export function pickCustomer({ customers }: World, random: Random): Customer {
  const index = Math.floor(customers.length * random.next() ** 1.8);
  return customers[index] ?? random.pick(customers);
}

export function pickColleague({ people }: World, random: Random): Person {
  return random.pick(people);
}

/** An invoice of about that day: their numbers grow by six a day. */
export function pickInvoice(random: Random, day: Day): NamedThing {
  const number = 4_000 + (day - 20_000) * 6 + random.int(-90, 5);
  return {
    id: `inv_${(number * 7_919).toString(36)}`,
    name: `INV-${dateOf(day).slice(0, 4)}-${number}`,
  };
}
