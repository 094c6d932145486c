import { pickColleague } from "../world.ts";
import type { Activities, Scene } from "./activity.ts";

function colleagueTarget({ world, random }: Scene) {
  const { id, name } = pickColleague(world, random);
  return { type: "employee", id, name };
}

export const people: Activities = [
  [
    (scene) => ({
      action: "absence.approved",
      target: colleagueTarget(scene),
      details: { days: scene.random.int(1, 10) },
    }),
    7,
  ],
  [
    (scene) => ({
      action: "profile.updated",
      target: colleagueTarget(scene),
      details: { field: scene.random.pick(["manager", "team", "office", "emergency contact"]) },
    }),
    5,
  ],
  [(scene) => ({ action: "payslip.published", target: colleagueTarget(scene) }), 2],
  [(scene) => ({ action: "review.scheduled", target: colleagueTarget(scene) }), 2],
];
