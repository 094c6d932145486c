import { defineAction } from "../../action/define-action.ts";
import { exportInput } from "./schema.ts";

/**
 * Says in the log that somebody downloads changes of access, and which: before the first of them
 * leaves, because afterwards nobody could be held back.
 */
export const recordExport = defineAction({
  permission: "access_change.export",
  input: exportInput,
  run: async (_tx, { format, filters }) => ({
    data: { format, filters },
    events: [
      {
        action: "access_change.exported",
        target: { type: "access_changes", id: format },
        details: { format, filters },
      },
    ],
  }),
});
