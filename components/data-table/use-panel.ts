"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useTableScope } from "./table-scope.tsx";

/**
 * The side panel of a list. Which row it shows stands in the URL and nowhere else; the change is
 * shallow because the rows stay as they are.
 */
export function usePanel(param = "panel") {
  const { order } = useTableScope();
  const [id, setId] = useQueryState(param, parseAsString);
  const index = id === null ? -1 : order.indexOf(id);
  return {
    id,
    previousId: index > 0 ? (order[index - 1] ?? null) : null,
    nextId: index >= 0 ? (order[index + 1] ?? null) : null,
    /** One step of history per visit to the panel, however many rows are looked at. */
    open: (next: string) => void setId(next, { history: id === null ? "push" : "replace" }),
    close: () => void setId(null, { history: "push" }),
  };
}
