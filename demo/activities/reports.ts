import type { Activities, Scene } from "./activity.ts";

function reportTarget({ random, world }: Scene) {
  const name = random.pick(world.trade.reports);
  return { type: "report", id: name.toLowerCase().replaceAll(" ", "-"), name };
}

export const reports: Activities = [
  [(scene) => ({ action: "report.viewed", target: reportTarget(scene) }), 8],
  [
    (scene) => ({
      action: "report.exported",
      target: reportTarget(scene),
      details: { format: "pdf", pages: scene.random.int(1, 14) },
    }),
    1,
  ],
];
