import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { parseTheme, THEME_COOKIE } from "#components/shell/theme.ts";
import { Toaster } from "#components/ui/toaster.tsx";
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
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" className={theme}>
      <body>
        <NuqsAdapter>
          <CSPProvider disableStyleElements>
            <Tooltip.Provider delay={400}>
              <div id="app">{children}</div>
              <Toaster />
            </Tooltip.Provider>
          </CSPProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
