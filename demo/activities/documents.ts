import { type NamedThing, pickColleague } from "../world.ts";
import type { Activities, Scene } from "./activity.ts";

function documentTarget({ world, random }: Scene) {
  const { id, name }: NamedThing = random.pick(world.documents);
  return { type: "document", id, name };
}

function shareDocument(scene: Scene) {
  const { random, world } = scene;
  const [before, after] = random.weighted([
    [["private", "team"], 6],
    [["team", "company"], 4],
    [["company", "anyone with the link"], 1],
  ]);
  const details = {
    before: { access: before },
    after: { access: after },
    with: pickColleague(world, random).email,
  };
  const shared = { action: "document.shared", target: documentTarget(scene), details };
  if (after !== "anyone with the link" || random.chance(0.6)) return shared;
  return { ...shared, outcome: "denied" as const, reason: "Public links are switched off." };
}

export const documents: Activities = [
  [
    (scene) => ({
      action: "document.updated",
      target: documentTarget(scene),
      details: { version: scene.random.int(2, 60) },
    }),
    8,
  ],
  [shareDocument, 4],
  [
    (scene) => ({
      action: "document.downloaded",
      target: documentTarget(scene),
      details: { format: scene.random.pick(["pdf", "docx", "xlsx"]) },
    }),
    5,
  ],
  [(scene) => ({ action: "document.created", target: documentTarget(scene) }), 2],
  [
    (scene) => ({
      action: "comment.created",
      target: documentTarget(scene),
    }),
    5,
  ],
  [(scene) => ({ action: "document.deleted", target: documentTarget(scene) }), 0.4],
];
