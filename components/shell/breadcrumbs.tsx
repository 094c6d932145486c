"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { navigationTrail } from "./navigation.ts";

export function Breadcrumbs() {
  const trail = navigationTrail(usePathname());
  if (trail.length === 0) return null;
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        {trail.map((step, index) => (
          <Fragment key={step.label}>
            {index > 0 ? (
              <li aria-hidden className="text-ink-faint">
                /
              </li>
            ) : null}
            <li
              className={index === trail.length - 1 ? "truncate font-medium" : "text-ink-muted"}
              aria-current={index === trail.length - 1 && !step.href ? "page" : undefined}
            >
              {step.href ? (
                <Link href={step.href} className="rounded hover:underline">
                  {step.label}
                </Link>
              ) : (
                step.label
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
