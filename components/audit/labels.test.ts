import { expect, it } from "vitest";
import { actorTypeLabel } from "./labels.ts";

it("calls Gatehouse only what the portal recorded, whatever a program says of its actor", () => {
  expect(actorTypeLabel({ actorType: "system", isPortal: true })).toBe("Gatehouse itself");
  expect(actorTypeLabel({ actorType: "system", isPortal: false })).toBe("System account");
});
