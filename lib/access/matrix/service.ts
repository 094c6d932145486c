import { defineAction } from "../../action/define-action.ts";
import { matrixExportInput } from "./schema.ts";

/**
 * Says who takes the matrix with them, before its first byte leaves: what is downloaded cannot be
 * called back, so nobody can have it without a trace.
 */
export const beginMatrixExport = defineAction({
  permission: "matrix.export",
  input: matrixExportInput,
  run: async (_tx, input) => {
    const { format, filters } = input;
    const target = { type: "access_matrix", id: filters.view };
    return {
      data: input,
      events: [{ action: "matrix.exported", target, details: { format, filters } }],
    };
  },
});
