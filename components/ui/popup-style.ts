/** The box that popovers, menus and selects share. */
export const popupClass =
  "rounded-lg border border-line bg-raised text-ink shadow-popup outline-none origin-[var(--transform-origin)] transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0";

/** One line of a menu or a select. */
export const popupItemClass =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-muted";
