"use client";

import { type RefObject, useEffect, useRef } from "react";

const TYPING =
  "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=combobox]";
/** A side panel stands beside its list: there the keys still belong to the list. */
const OVERLAY =
  "[role=menu], [role=listbox], [role=alertdialog], [role=dialog]:not([data-side-panel])";

function belongsToList(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return !(event.target instanceof Element && event.target.closest(`${TYPING}, ${OVERLAY}`));
}

type RowKeys = {
  /** Down by one with 1, up by one with -1. */
  onMove: (step: 1 | -1) => void;
  /** Holds the links `[data-page=next]` and `[data-page=previous]`, if there are such pages. */
  pager: RefObject<HTMLElement | null>;
};

/** `j` and `k` move by a row and, with Shift, by a page, wherever on the page the focus is. */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const key = event.key.toLowerCase();
      if ((key !== "j" && key !== "k") || !belongsToList(event)) return;
      event.preventDefault();
      const { onMove, pager } = latest.current;
      if (!event.shiftKey) return onMove(key === "j" ? 1 : -1);
      const page = key === "j" ? "next" : "previous";
      pager.current?.querySelector<HTMLElement>(`a[data-page=${page}]`)?.click();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
