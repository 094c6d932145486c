"use client";

import { ChevronsUpDown, CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { Kbd } from "#components/ui/kbd.tsx";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLink,
  MenuRadioGroup,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/menu.tsx";
import type { Theme } from "#lib/identity/preferences/schema";

export type Person = { name: string; email: string | null; roles: readonly string[] };

type PersonMenuProps = {
  person: Person;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onHelp: () => void;
  onLogOut: () => void;
};

const themeOptions = [
  { value: "system", label: "System", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
] as const;

/** "Ada Lovelace" → "AL". */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return [first, last]
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

export function PersonMenu({ person, theme, onTheme, onHelp, onLogOut }: PersonMenuProps) {
  const roles = person.roles.length > 0 ? person.roles.join(", ") : "No role yet";
  return (
    <Menu>
      <MenuTrigger className="flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover data-popup-open:bg-hover">
        <span
          aria-hidden
          className="flex size-7 shrink-0 items-center justify-center rounded-full border bg-raised font-medium text-ink-muted text-xs"
        >
          {initialsOf(person.name)}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium text-sm leading-4">{person.name}</span>
          <span className="block truncate text-ink-muted text-xs">{roles}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
      </MenuTrigger>
      <MenuContent side="top" className="w-60">
        <div className="px-2 py-1.5 text-sm">
          <div className="truncate font-medium">{person.name}</div>
          <div className="truncate text-ink-muted">{person.email}</div>
          <div className="truncate text-ink-muted">{roles}</div>
        </div>
        <MenuSeparator />
        <MenuLink href="/account" icon={<CircleUser aria-hidden />}>
          Your account
        </MenuLink>
        <MenuItem icon={<Keyboard aria-hidden />} trailing={<Kbd keys={["?"]} />} onSelect={onHelp}>
          Keyboard shortcuts
        </MenuItem>
        <MenuSeparator />
        <MenuRadioGroup
          label="Theme"
          options={themeOptions}
          value={theme}
          onValueChange={onTheme}
        />
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden />} onSelect={onLogOut}>
          Log out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
