import { z } from "zod";
import { reasonField } from "../../core/reason.ts";

export const switchModuleInput = z.strictObject({
  /** Without `module.`: `documents`. */
  module: z.string().min(1).max(64),
  isEnabled: z.boolean(),
  reason: reasonField,
});

/** A module of the portal, or of the tenant's products. */
export type ModuleRow = {
  module: string;
  name: string;
  sentence: string;
  /** Whether its pages are the portal's own. */
  isPortal: boolean;
  isEnabled: boolean;
  /** Names of the permissions that lie in it. */
  permissions: string[];
};
