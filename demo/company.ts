import type { Random } from "../lib/core/random.ts";
import type { Day } from "./calendar.ts";
import type { OwnRole } from "./own-roles.ts";
import type { Person, Staff } from "./people.ts";
import type { CompanyPlan, Part } from "./plan.ts";
import type { World } from "./world.ts";

/** A company during the days that are shown, for everything that makes events of it. */
export type Company = Staff & {
  ownRoles: OwnRole[];
  plan: CompanyPlan;
  random: Random;
  world: World;
  firstDay: Day;
  today: Day;
  days: number;
};

/** @throws when the plan has nobody for the part: a scene was put into the wrong company. */
export function playerOf({ cast, plan }: Company, part: Part): Person {
  const person = cast[part];
  if (!person) throw new Error(`${plan.name} has nobody for the part of ${part}`);
  return person;
}
