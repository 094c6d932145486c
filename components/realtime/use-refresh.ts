"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { checkVersion } from "#components/shell/version.ts";

/**
 * Renders the page again by itself, unless a server of another version may answer: Next would load the
 * page anew, and what somebody types would be lost. The page says then that it is outdated.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  return useCallback(() => {
    void checkVersion().then(({ isMixed }) => {
      if (!isMixed) router.refresh();
    });
  }, [router]);
}
