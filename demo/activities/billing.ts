import { type Customer, pickCustomer, pickInvoice, subscriptionPlans } from "../world.ts";
import { type Activities, makeAmount, type Scene } from "./activity.ts";

function invoiceOf({ random, day }: Scene, customer: Customer, typicalAmount: number) {
  const { id, name } = pickInvoice(random, day);
  const amount = makeAmount(random, typicalAmount);
  const details = { customer: customer.name, amountCents: amount, currency: customer.currency };
  return { target: { type: "invoice", id, name }, details };
}

function changeSubscription({ world, random }: Scene) {
  const customer = pickCustomer(world, random);
  const seats = Math.max(5, customer.seats + 5 * random.int(-4, 12));
  const plan = random.chance(0.3) ? random.pick(subscriptionPlans) : customer.plan;
  return {
    action: "subscription.updated",
    target: { type: "customer", id: customer.id, name: customer.name },
    details: {
      before: { plan: customer.plan, seats: customer.seats },
      after: { plan, seats: seats === customer.seats ? seats + 5 : seats },
    },
  };
}

function refundInvoice(scene: Scene) {
  const { random } = scene;
  const { target, details } = invoiceOf(scene, pickCustomer(scene.world, random), 240);
  const reason = random.pick(["Duplicate payment", "Service credit", "Cancelled in trial"]);
  const refund = { action: "invoice.refunded", target, details: { ...details, reason } };
  const before = { status: "paid" };
  if (random.chance(0.84)) {
    return { ...refund, details: { ...refund.details, before, after: { status: "refunded" } } };
  }
  return random.chance(0.5)
    ? { ...refund, outcome: "denied" as const, reason: "Refunds over 500 need a second person." }
    : { ...refund, outcome: "failure" as const, reason: "The card issuer declined the refund." };
}

function recordPayment(scene: Scene) {
  const { random } = scene;
  const { target, details } = invoiceOf(scene, pickCustomer(scene.world, random), 1_900);
  const method = random.pick(["bank transfer", "card", "direct debit"]);
  const paid = { action: "payment.recorded", target, details: { ...details, method } };
  if (random.chance(0.96)) return paid;
  return { ...paid, outcome: "failure" as const, reason: "The amount does not match the invoice." };
}

export const billing: Activities = [
  [
    (scene) => ({
      action: "invoice.created",
      ...invoiceOf(scene, pickCustomer(scene.world, scene.random), 1_900),
    }),
    9,
  ],
  [
    (scene) => ({
      action: "invoice.sent",
      ...invoiceOf(scene, pickCustomer(scene.world, scene.random), 1_900),
    }),
    7,
  ],
  [recordPayment, 7],
  [refundInvoice, 2],
  [changeSubscription, 3],
  [
    ({ world, random }) => {
      const { id, name } = pickCustomer(world, random);
      const days = random.pick([14, 30, 45]);
      return {
        action: "settings.updated",
        target: { type: "customer", id, name },
        details: { setting: "paymentTerms", before: { days: 30 }, after: { days: days + 15 } },
      };
    },
    1,
  ],
];
