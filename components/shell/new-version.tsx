"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Notice } from "./notice.tsx";
import { isOutdated, setOwnBuild, watchVersion } from "./version.ts";

/** Says that the servers have another version than `build`, which made this page. */
export function NewVersion({ build }: { build: string | null }) {
  useEffect(() => setOwnBuild(build), [build]);
  const isShown = useSyncExternalStore(watchVersion, isOutdated, () => false);
  if (!isShown) return null;
  return (
    <Notice
      label="New version"
      icon={<RefreshCw aria-hidden />}
      action="Reload the page"
      onAct={() => window.location.reload()}
    >
      A new version of Gatehouse is running. What is shown here may be of before; what you have
      typed stays until you reload.
    </Notice>
  );
}
