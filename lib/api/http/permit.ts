import { createMiddleware } from "hono/factory";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import type { ApiEnv } from "./environment.ts";

/**
 * Asks for the permission before anything of the request is looked at: whoever lacks it learns nothing
 * of what would be valid. Stands behind `authenticate`; handlers still take their own grant.
 * @throws PermissionDenied
 */
export const permit = (permission: PermissionId) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await requirePermission(c.var.actor, permission);
    await next();
  });
