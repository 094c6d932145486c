import { type Activities, makeAmount, type Scene } from "./activity.ts";

const parts = [
  "Drive wheel",
  "Lidar unit",
  "Battery pack 48 V",
  "Gripper pad",
  "Charge contact",
  "Safety scanner",
  "Main board",
  "Lift motor",
  "Cable set",
  "Bumper",
] as const;

function partTarget({ random }: Scene) {
  const name = random.pick(parts);
  return { type: "part", id: name.toLowerCase().replaceAll(" ", "-"), name };
}

function orderTarget({ random, day }: Scene) {
  const name = `PO-${2_000 + (day - 20_000) * 3 + random.int(-20, 2)}`;
  return { type: "purchase order", id: name.toLowerCase(), name };
}

function approveOrder(scene: Scene) {
  const { random } = scene;
  const details = { amountCents: makeAmount(random, 3_800), currency: "USD" };
  const approved = { action: "order.approved", target: orderTarget(scene), details };
  if (random.chance(0.95)) return approved;
  return { ...approved, outcome: "denied" as const, reason: "Nobody approves their own order." };
}

export const inventory: Activities = [
  [
    (scene) => {
      const stock = scene.random.int(20, 400);
      return {
        action: "stock.adjusted",
        target: partTarget(scene),
        details: { before: { stock }, after: { stock: stock + scene.random.int(-18, 40) } },
      };
    },
    8,
  ],
  [
    (scene) => ({
      action: "order.created",
      target: orderTarget(scene),
      details: { amountCents: makeAmount(scene.random, 3_800), currency: "USD" },
    }),
    4,
  ],
  [approveOrder, 3],
  [(scene) => ({ action: "shipment.received", target: orderTarget(scene) }), 3],
];
