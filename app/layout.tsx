import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { parseTheme, THEME_COOKIE } from "#components/shell/theme.ts";
import { BrowserLocale } from "#components/ui/locale-context.tsx";
import { regionalLocale } from "#components/ui/regional-locale.ts";
import { Toaster } from "#components/ui/toaster.tsx";
import { UNKNOWN_ZONE, ZONE_COOKIE, zoneScript } from "#components/ui/zone-script.ts";
import { canonicalTimeZone } from "#lib/identity/preferences/schema";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Gatehouse", template: "%s · Gatehouse" },
  description: "Who may do what, what they did, and what looks wrong.",
  robots: { index: false, follow: false },
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "32x32" },
      { url: "/icon.svg", type: "image/svg+xml" },
    ],
    apple: "/icons/apple-touch-icon.png",
  },
};

export const viewport: Viewport = { colorScheme: "light dark" };

/**
 * Reads a cookie, which makes every page dynamic: a page rendered at build time would carry no
 * nonce, and the Content-Security-Policy would block its scripts.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  const servedZone = canonicalTimeZone(jar.get(ZONE_COOKIE)?.value ?? "");
  return (
    // The script says on it when the browser is in another zone than the server thought.
    <html
      lang="en"
      className={theme}
      data-zone={servedZone ?? UNKNOWN_ZONE}
      suppressHydrationWarning
    >
      <body>
        <script>{zoneScript}</script>
        <NuqsAdapter>
          <CSPProvider disableStyleElements>
            <Tooltip.Provider delay={400}>
              <BrowserLocale
                servedZone={servedZone}
                locale={regionalLocale(sent.get("accept-language"))}
              >
                <div id="app">{children}</div>
                <Toaster />
              </BrowserLocale>
            </Tooltip.Provider>
          </CSPProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
