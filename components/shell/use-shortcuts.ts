"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { NavigationItem } from "./navigation.ts";
import { shortcutFor } from "./shortcuts.ts";

const SECOND_KEY_WITHIN_MS = 1_200;
const TEXT_FIELD =
  "textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])";
/** Menus and lists use letters to find an item; a modal dialog hides the page. */
const OVERLAY =
  "[role=menu], [role=listbox], [role=dialog]:not([data-side-panel]), [role=alertdialog]";

function isCaptured(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${TEXT_FIELD}, ${OVERLAY}`) !== null;
}

type Handlers = { onPalette: () => void; onHelp: () => void };

/** Listens for the shell's shortcuts on the whole window. */
export function useShortcuts(items: readonly NavigationItem[], handlers: Handlers): void {
  const router = useRouter();
  const pressedG = useRef(0);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return;
      const afterG =
        event.timeStamp - pressedG.current < SECOND_KEY_WITHIN_MS && pressedG.current > 0;
      const { key, ctrlKey: ctrl, metaKey: meta, altKey: alt } = event;
      const press = { key, ctrl, meta, alt, captured: isCaptured(event.target) };
      const command = shortcutFor(press, afterG, items);
      // A bare Shift belongs to the key that follows.
      if (key !== "Shift") pressedG.current = 0;
      if (command.kind === "none") return;
      if (command.kind === "wait") {
        pressedG.current = event.timeStamp;
        return;
      }
      // `g k` goes to the keys: the list must not take that `k` for "previous row".
      event.preventDefault();
      event.stopImmediatePropagation();
      if (command.kind === "go") router.push(command.href);
      else if (command.kind === "palette") latest.current.onPalette();
      else if (command.kind === "help") latest.current.onHelp();
      else focusPageSearch();
    }
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [items, router]);
}

function focusPageSearch() {
  const field = document.querySelector<HTMLInputElement>("[data-page-search]");
  field?.focus();
  field?.select();
}
