import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "#components/shell/app-shell.tsx";
import { permittedNavigation } from "#components/shell/navigation.ts";
import { parseTheme, THEME_COOKIE } from "#components/shell/theme.ts";
import { builtInRoles } from "#lib/access/roles";
import { currentTenant, requireActor } from "../actor.tsx";
import { logOutAction, rememberThemeAction } from "./actions.ts";

/** The frame around every page. It decides nothing: each page checks its own permission. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [actor, tenant, jar] = await Promise.all([requireActor(), currentTenant(), cookies()]);
  const roles = actor.roles.map((role) => builtInRoles[role].name);
  return (
    <AppShell
      tenantName={tenant.name}
      person={{ name: actor.name, email: actor.email, roles }}
      items={permittedNavigation(actor.permissions)}
      theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
      rememberTheme={rememberThemeAction}
      logOut={logOutAction}
    >
      {children}
    </AppShell>
  );
}
