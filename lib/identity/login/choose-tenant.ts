import { GatehouseError } from "../../core/errors.ts";
import type { TenantChoice } from "./tenant-choice.ts";

/** The password is right in several tenants: the person says which one they mean. */
export class ChooseTenant extends GatehouseError {
  readonly tenants: TenantChoice;

  constructor(tenants: TenantChoice) {
    super("conflict", "Choose where to log in.");
    this.name = "ChooseTenant";
    this.tenants = tenants;
  }
}
