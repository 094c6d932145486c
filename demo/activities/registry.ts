import type { Program } from "../departments.ts";
import type { Activities } from "./activity.ts";
import { billing } from "./billing.ts";
import { campaigns } from "./campaigns.ts";
import { crm } from "./crm.ts";
import { documents } from "./documents.ts";
import { fleet } from "./fleet.ts";
import { inventory } from "./inventory.ts";
import { people } from "./people.ts";
import { reports } from "./reports.ts";
import { support } from "./support.ts";

/** What people do in each of the company's programs. */
export const activities = {
  billing,
  campaigns,
  crm,
  documents,
  fleet,
  inventory,
  people,
  reports,
  support,
} satisfies Record<Program, Activities>;
