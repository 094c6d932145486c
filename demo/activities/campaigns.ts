import type { Activities, Scene } from "./activity.ts";

const campaignNames = [
  "Autumn fair",
  "Peak season checklist",
  "Customer day",
  "Cold chain webinar",
  "Case study series",
  "Product newsletter",
  "Safety guide",
] as const;

function campaignTarget({ random }: Scene) {
  const name = random.pick(campaignNames);
  return { type: "campaign", id: name.toLowerCase().replaceAll(" ", "-"), name };
}

export const campaigns: Activities = [
  [(scene) => ({ action: "campaign.updated", target: campaignTarget(scene) }), 7],
  [
    (scene) => ({
      action: "campaign.sent",
      target: campaignTarget(scene),
      details: { recipients: scene.random.int(200, 4_200) },
    }),
    1,
  ],
  [
    (scene) => ({
      action: "audience.updated",
      target: campaignTarget(scene),
      details: { before: { size: 3_100 }, after: { size: scene.random.int(2_400, 4_200) } },
    }),
    3,
  ],
];
