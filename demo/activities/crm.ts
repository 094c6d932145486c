import { pickColleague, pickCustomer } from "../world.ts";
import { type Activities, makeAmount, type Scene } from "./activity.ts";

const stages = ["Qualified", "Site visit", "Pilot", "Proposal", "Negotiation", "Won"] as const;

function customerTarget({ world, random }: Scene) {
  const { id, name } = pickCustomer(world, random);
  return { type: "customer", id, name };
}

function updateCustomer(scene: Scene) {
  const { random, world } = scene;
  const health = random.int(40, 95);
  const details = random.weighted<{ before: object; after: object }>([
    [{ before: { health }, after: { health: health + random.int(-9, 4) } }, 4],
    [
      {
        before: { owner: pickColleague(world, random).name },
        after: { owner: pickColleague(world, random).name },
      },
      2,
    ],
    [{ before: { segment: "Mid-market" }, after: { segment: "Enterprise" } }, 1],
    [{ before: { renewal: "manual" }, after: { renewal: "automatic" } }, 2],
  ]);
  const updated = { action: "customer.updated", target: customerTarget(scene), details };
  if (random.chance(0.985)) return updated;
  return { ...updated, outcome: "failure" as const, reason: "Somebody else changed it meanwhile." };
}

function moveOpportunity({ world, random }: Scene) {
  const customer = pickCustomer(world, random);
  const stage = random.int(0, stages.length - 2);
  const goods = random.int(2, 40);
  return {
    action: "opportunity.updated",
    target: {
      type: "opportunity",
      id: `opp_${random.hex(10)}`,
      name: `${customer.name}, ${goods} ${world.trade.goods}`,
    },
    details: {
      before: { stage: stages[stage] },
      after: { stage: stages[stage + 1] },
      amountCents: makeAmount(random, goods * 2_100),
      currency: customer.currency,
    },
  };
}

function exportPart({ random }: Scene) {
  const filter = random.pick(["My customers", "Open opportunities", "Renewals this quarter"]);
  const target = { type: "export", id: `exp_${random.hex(10)}`, name: filter };
  const asked = { action: "export.created", target, details: { format: "csv", filter } };
  if (random.chance(0.06)) {
    return { ...asked, outcome: "denied" as const, reason: "Exports need the lead's approval." };
  }
  return { ...asked, details: { ...asked.details, rows: random.int(8, 140) } };
}

export const crm: Activities = [
  [updateCustomer, 9],
  [moveOpportunity, 7],
  [
    (scene) => ({
      action: "note.created",
      target: customerTarget(scene),
      details: { kind: scene.random.pick(["call", "meeting", "e-mail"]) },
    }),
    8,
  ],
  [
    ({ world, random }) => {
      const { contact, name } = pickCustomer(world, random);
      const target = { type: "contact", id: `con_${random.hex(10)}`, name: contact.name };
      return { action: "contact.updated", target, details: { customer: name } };
    },
    3,
  ],
  [
    (scene) => ({
      action: "quote.sent",
      target: customerTarget(scene),
      details: {
        amountCents: makeAmount(scene.random, 24_000),
        discountPercent: scene.random.int(0, 4) * 5,
      },
    }),
    3,
  ],
  [exportPart, 1],
];
