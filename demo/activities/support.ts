import { pickCustomer } from "../world.ts";
import type { Activities, Scene } from "./activity.ts";

function ticketOf({ random, day, world }: Scene) {
  const number = 30_000 + (day - 20_000) * 22 + random.int(-60, 20);
  return {
    target: { type: "ticket", id: `T-${number}`, name: random.pick(world.trade.problems) },
    details: { customer: pickCustomer(world, random).name },
  };
}

function workOnTicket(scene: Scene, before: string, after: string) {
  const { target, details } = ticketOf(scene);
  return {
    action: "ticket.updated",
    target,
    details: { ...details, before: { status: before }, after: { status: after } },
  };
}

export const support: Activities = [
  [(scene) => ({ action: "ticket.created", ...ticketOf(scene) }), 3],
  [(scene) => ({ action: "ticket.replied", ...ticketOf(scene) }), 10],
  [(scene) => workOnTicket(scene, "open", "solved"), 5],
  [(scene) => workOnTicket(scene, "solved", "open"), 1],
  [(scene) => ({ action: "ticket.escalated", ...ticketOf(scene) }), 1],
  [
    // Support looks at what the customer sees: always on behalf of somebody.
    ({ world, random }) => {
      const { id, name, contact } = pickCustomer(world, random);
      return {
        action: "workspace.opened",
        target: { type: "customer", id, name },
        onBehalfOf: contact.email,
        details: { minutes: random.int(2, 25) },
      };
    },
    2,
  ],
];
