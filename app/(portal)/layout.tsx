import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { RealtimeProvider } from "#components/realtime/realtime-provider.tsx";
import { AppShell } from "#components/shell/app-shell.tsx";
import { permittedNavigation } from "#components/shell/navigation.ts";
import { NewVersion } from "#components/shell/new-version.tsx";
import { PreferencesProvider } from "#components/shell/preferences-context.tsx";
import { parseTheme, THEME_COOKIE } from "#components/shell/theme.ts";
import { getPreferences } from "#lib/identity/preferences/queries";
import { ownBuild } from "#lib/platform/peers";
import { currentTenant, requireActor } from "../actor.tsx";
import { logOutAction, rememberThemeAction, savePreferencesAction } from "./actions.ts";
import { Notices } from "./notices.tsx";

/** The frame around every page. It decides nothing: each page checks its own permission. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const [tenant, preferences, jar] = await Promise.all([
    currentTenant(),
    getPreferences(actor),
    cookies(),
  ]);
  const roles = actor.roles.map((role) => role.name);
  return (
    <PreferencesProvider
      stored={preferences}
      cookieTheme={parseTheme(jar.get(THEME_COOKIE)?.value)}
      save={savePreferencesAction}
      rememberTheme={rememberThemeAction}
    >
      <RealtimeProvider>
        <AppShell
          tenantName={tenant.name}
          person={{ name: actor.name, email: actor.email, roles }}
          items={permittedNavigation(actor.permissions)}
          logOut={logOutAction}
          notices={
            <>
              <NewVersion build={ownBuild()} />
              <Notices actor={actor} />
            </>
          }
        >
          {children}
        </AppShell>
      </RealtimeProvider>
    </PreferencesProvider>
  );
}
