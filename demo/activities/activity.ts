import type { Random, Weighted } from "../../lib/core/random.ts";
import type { Day } from "../calendar.ts";
import type { ProgramDeed } from "../event.ts";
import type { Person } from "../people.ts";
import type { World } from "../world.ts";

/** Who does something, when, and with what. */
export type Scene = { world: World; random: Random; person: Person; day: Day };

/** One thing that people do in a program; the program's name is added by who asks. */
type Activity = (scene: Scene) => Omit<ProgramDeed, "source">;

/** What people do in one program, and how often. */
export type Activities = readonly Weighted<Activity>[];

/** An amount in cents around so many whole units, skewed: many small, few large. */
export function makeAmount(random: Random, typical: number): number {
  return Math.round(typical * Math.exp(random.normal(0, 0.8))) * 100;
}
