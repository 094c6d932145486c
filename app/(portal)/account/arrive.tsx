"use client";

import { useEffect } from "react";

/**
 * Brings the part of the page into view to which a link has led. The router looks for it while the
 * page is still loading, and does not look again.
 */
export function Arrive({ at }: { at: string }) {
  useEffect(() => {
    if (window.location.hash === `#${at}`) document.getElementById(at)?.scrollIntoView();
  }, [at]);
  return null;
}
