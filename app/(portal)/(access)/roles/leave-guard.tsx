"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { isPlainClick } from "#components/data-table/table-link.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";

/** The address that a click leads to within the portal and away from this page, if it does. */
function destinationOf(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target || !isPlainClick(event)) return null;
  if (link.origin !== window.location.origin) return null;
  const isHere = link.pathname === window.location.pathname;
  return isHere ? null : link.pathname + link.search;
}

/** Asks before unsaved changes are left behind. */
export function LeaveGuard({ isActive }: { isActive: boolean }) {
  const router = useRouter();
  const [destination, setDestination] = useState("/roles");
  const [asking, setAsking] = useState(false);

  useEffect(() => {
    if (!isActive) return;
    function onClick(event: MouseEvent) {
      const href = destinationOf(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setDestination(href);
      setAsking(true);
    }
    function onUnload(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    // On the window and before React, whose links would navigate first.
    window.addEventListener("click", onClick, { capture: true });
    window.addEventListener("beforeunload", onUnload);
    return () => {
      window.removeEventListener("click", onClick, { capture: true });
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [isActive]);

  return (
    <ConfirmDialog
      open={asking}
      onOpenChange={setAsking}
      title="Leave without saving?"
      description="What you changed on this page is not saved yet and would be lost."
      confirmLabel="Leave without saving"
      danger
      onConfirm={async () => {
        router.push(destination);
        return true;
      }}
    />
  );
}
