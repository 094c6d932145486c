import type { Activities, Scene } from "./activity.ts";

const reportNames = [
  "Revenue by segment", "Robots in operation", "Pipeline", "Open tickets by age", "Cash forecast",
  "Churn risk", "Stock value",
] as const;

function reportTarget({ random }: Scene) {
  const name = random.pick(reportNames);
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
