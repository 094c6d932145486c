"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import type { usePanel } from "./use-panel.ts";

type Panel = ReturnType<typeof usePanel>;

/**
 * One row link is in the tab order: that of the open row, else the one last focused, else the
 * first. With the panel open, moving changes what it shows and leaves the focus in it.
 */
export function useRowFocus(
  body: RefObject<HTMLTableSectionElement | null>,
  ids: readonly string[],
  panel: Panel,
) {
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const candidates = [panel.id, focusedId, ids[0]];
  const currentId = candidates.find((id) => id && ids.includes(id)) ?? null;

  function focusRow(id: string | null | undefined) {
    const link = id ? linkOf(body.current, id) : null;
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: "nearest" });
  }

  function move(step: 1 | -1) {
    const isInside = body.current?.contains(document.activeElement) ?? false;
    if (panel.id !== null) {
      const target = step > 0 ? panel.nextId : panel.previousId;
      if (!target) return;
      panel.open(target);
      if (isInside) focusRow(target);
      else linkOf(body.current, target)?.scrollIntoView({ block: "nearest" });
    } else {
      // The first press only shows where one is.
      const index = ids.indexOf(currentId ?? "");
      focusRow(isInside ? ids[index + step] : currentId);
    }
  }

  // The dialog gives the focus back to the row it was opened from; one may have moved on since.
  const shownId = useRef(panel.id);
  useEffect(() => {
    const left = shownId.current;
    shownId.current = panel.id;
    if (panel.id !== null || left === null) return;
    const timer = setTimeout(() => linkOf(body.current, left)?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
  }, [body, panel.id]);

  return { currentId, setFocusedId, focusRow, move };
}

function linkOf(body: HTMLElement | null, id: string): HTMLElement | null {
  const row = `[data-row-id="${CSS.escape(id)}"]`;
  return body?.querySelector<HTMLElement>(`${row} a[data-row-link]`) ?? null;
}
