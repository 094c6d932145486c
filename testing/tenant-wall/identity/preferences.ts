import { expect } from "vitest";
import { getPreferences } from "../../../lib/identity/preferences/queries.ts";
import { updatePreferences } from "../../../lib/identity/preferences/service.ts";
import { a, b, type Probes } from "../wall.ts";

export const preferences: Probes = {
  "identity/preferences/queries.getPreferences": async () => {
    await updatePreferences(b, { theme: "dark" });
    expect((await getPreferences({ ...a, id: b.id })).theme).toBe("system");
  },
  "identity/preferences/service.updatePreferences": async () => {
    const result = await updatePreferences({ ...a, id: b.id }, { theme: "light" });
    expect(result.ok).toBe(false);
  },
};
