"use client";

import { Search } from "lucide-react";
import { signOut } from "next-auth/react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { Result } from "#lib/core/result";
import type { Theme } from "#lib/identity/preferences/schema";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { CommandMenu } from "./command-menu.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import type { NavigationItem } from "./navigation.ts";
import { perform } from "./perform.ts";
import { type Person, PersonMenu } from "./person-menu.tsx";
import { PhoneDrawer } from "./phone-drawer.tsx";
import { usePreferences } from "./preferences-context.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

type AppShellProps = {
  tenantName: string;
  person: Person;
  /** The pages this person may open. */
  items: readonly NavigationItem[];
  /** Ends the session on the server. */
  logOut: () => Promise<Result<unknown>>;
  /** What stands above every page for now. */
  notices?: ReactNode;
  children: ReactNode;
};

/** Everything around a page: menu, breadcrumbs, command menu, shortcuts. Inside `PreferencesProvider`. */
export function AppShell(props: AppShellProps) {
  const { tenantName, person, items, children } = props;
  const [open, setOpen] = useState<"palette" | "help" | "drawer" | null>(null);
  const { preferences, change } = usePreferences();
  const { theme, density } = preferences;
  const onPalette = () => setOpen("palette");
  const onHelp = () => setOpen("help");
  const onTheme = (chosen: Theme) => void change({ theme: chosen });
  const onLogOut = () => void leave(props.logOut);
  useShortcuts(items, { onPalette, onHelp });

  function toggle(which: "palette" | "help" | "drawer") {
    return (shown: boolean) => setOpen(shown ? which : null);
  }

  const personMenu = <PersonMenu {...{ person, theme, onTheme, onHelp, onLogOut }} />;
  const sidebar = { tenantName, items, personMenu, onPalette };
  return (
    <div data-density={density} className="flex min-h-dvh">
      <a
        href="#main"
        className="-translate-y-16 fixed top-2 left-2 z-60 rounded-md bg-accent px-3 py-1.5 text-accent-ink text-sm focus-visible:translate-y-0"
      >
        Skip to content
      </a>
      <div className="sticky top-0 hidden h-dvh w-60 shrink-0 border-r bg-surface md:block">
        <Sidebar {...sidebar} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex h-(--shell-top) shrink-0 items-center gap-2 border-b bg-canvas px-4 md:px-6">
          <PhoneDrawer open={open === "drawer"} onOpenChange={toggle("drawer")}>
            <Sidebar {...sidebar} onNavigate={() => setOpen(null)} />
          </PhoneDrawer>
          <Breadcrumbs />
          <Button
            iconOnly
            aria-label="Open command menu"
            variant="ghost"
            className="-mr-2 ml-auto size-10 md:hidden"
            onClick={onPalette}
          >
            <Search aria-hidden />
          </Button>
        </header>
        {props.notices}
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 py-5 outline-none md:px-6">
          {children}
        </main>
      </div>
      <CommandMenu
        open={open === "palette"}
        onOpenChange={toggle("palette")}
        {...{ items, onTheme, onHelp, onLogOut }}
      />
      <HelpDialog open={open === "help"} onOpenChange={toggle("help")} items={items} />
    </div>
  );
}

/** Ends the session on the server first: a cookie that survived would then open nothing. */
async function leave(logOut: AppShellProps["logOut"]) {
  const result = await perform(logOut, { failed: "You are still logged in" });
  if (!result || (!result.ok && result.error.code !== "not_found")) return;
  await signOut({ redirect: false });
  // A full load, so that nothing this person saw stays in the router's memory.
  window.location.assign("/login");
}
