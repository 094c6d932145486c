import { pickCustomer } from "../world.ts";
import type { Activities, Scene } from "./activity.ts";

const services = ["planner", "charger", "map", "telemetry", "dock", "pick-arm"] as const;
const flags = ["two-level-routing", "night-mode", "new-charge-curve", "voice-alerts"] as const;

function versionOf({ random, day }: Scene): string {
  // A release every two weeks.
  return `${Math.floor((day - 20_000) / 14)}.${random.int(0, 6)}.${random.int(0, 3)}`;
}

function deploy(scene: Scene) {
  const { random } = scene;
  const service = random.pick(services);
  const version = versionOf(scene);
  const deployed = {
    action: "deployment.finished",
    target: { type: "service", id: service, name: service },
    details: { version, stage: random.pick(["staging", "staging", "production"]) },
  };
  if (random.chance(0.9)) return deployed;
  return { ...deployed, outcome: "failure" as const, reason: "The health check did not pass." };
}

function switchFlag(scene: Scene) {
  const { random, world } = scene;
  const flag = random.pick(flags);
  const on = random.chance(0.7);
  return {
    action: "settings.updated",
    target: { type: "flag", id: flag, name: flag },
    details: {
      site: pickCustomer(world, random).name,
      before: { enabled: !on },
      after: { enabled: on },
    },
  };
}

function robotOf({ random }: Scene) {
  const serial = `NW-${random.int(1_000, 3_400)}`;
  return { type: "robot", id: serial.toLowerCase(), name: serial };
}

export const fleet: Activities = [
  [deploy, 8],
  [switchFlag, 4],
  [
    (scene) => ({
      action: "robot.restarted",
      target: robotOf(scene),
      details: { site: pickCustomer(scene.world, scene.random).name },
    }),
    5,
  ],
  [
    (scene) => ({
      action: "firmware.assigned",
      target: robotOf(scene),
      details: { version: versionOf(scene) },
    }),
    4,
  ],
  [
    (scene) => ({
      action: "deployment.rolled_back",
      target: { type: "service", id: "planner", name: "planner" },
      details: { version: versionOf(scene) },
    }),
    0.5,
  ],
];
