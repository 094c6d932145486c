import type { NavigationItem } from "./navigation.ts";

export type ShortcutCommand =
  | { kind: "none" }
  /** A first key was pressed; the next one decides. */
  | { kind: "wait" }
  | { kind: "search" }
  | { kind: "help" }
  | { kind: "palette" }
  | { kind: "go"; href: string };

export type KeyPress = {
  key: string;
  ctrl: boolean;
  meta: boolean;
  alt: boolean;
  /** The key goes into a text field, a menu, or a dialog over the page. */
  captured: boolean;
};

const NONE: ShortcutCommand = { kind: "none" };

/** What a key press asks for; `afterG` says that the key before it was `g`. */
export function shortcutFor(
  press: KeyPress,
  afterG: boolean,
  items: readonly Pick<NavigationItem, "shortcut" | "href">[],
): ShortcutCommand {
  // Works everywhere, in text fields too: it is how one gets away from them.
  const isPalette = press.key.toLowerCase() === "k" && (press.ctrl || press.meta) && !press.alt;
  if (isPalette) return { kind: "palette" };
  if (press.captured || press.ctrl || press.meta || press.alt) return NONE;
  if (afterG) {
    const item = items.find((candidate) => candidate.shortcut === press.key.toLowerCase());
    if (item) return { kind: "go", href: item.href };
  }
  if (press.key === "g") return { kind: "wait" };
  if (press.key === "/") return { kind: "search" };
  if (press.key === "?") return { kind: "help" };
  return NONE;
}

/** The shortcuts that are not pages, as the help dialog lists them. */
export const generalShortcuts: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Ctrl", "K"], does: "Open the command menu" },
  { keys: ["/"], does: "Search on this page" },
  { keys: ["?"], does: "Show the keyboard shortcuts" },
];

export const listShortcuts: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["j"], does: "Next row" },
  { keys: ["k"], does: "Previous row" },
  { keys: ["Shift", "J"], does: "Next page" },
  { keys: ["Shift", "K"], does: "Previous page" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["Esc"], does: "Close the panel" },
];
