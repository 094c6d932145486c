import { expect, it } from "vitest";
import { actorTypeLabel } from "./labels.ts";

it("calls Gatehouse only what the portal recorded, whatever a program says of its actor", () => {
  expect(actorTypeLabel({ actorType: "system", source: "portal" })).toBe("Gatehouse itself");
  expect(actorTypeLabel({ actorType: "system", source: "crm" })).toBe("System account");
});
