"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { ComponentProps, MouseEvent } from "react";
import { listHref, type UrlChanges } from "./list-url.ts";
import { useTableScope } from "./table-scope.tsx";

/** Addresses of this list with some parameters changed. */
export function useListHref(): (changes: UrlChanges) => string {
  const pathname = usePathname();
  const params = useSearchParams();
  return (changes) => listHref(pathname, params, changes);
}

/** Not a click that asks for a new tab, a new window or a download. */
export function isPlainClick(event: MouseEvent | globalThis.MouseEvent): boolean {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return button === 0 && !(metaKey || ctrlKey || shiftKey || altKey);
}

type TableLinkProps = Omit<ComponentProps<"a">, "href"> & { changes: UrlChanges };

/** A link to the same list with other rows; the old rows stay, dimmed, until the new ones come. */
export function TableLink({ changes, onClick, ...rest }: TableLinkProps) {
  const { startTransition } = useTableScope();
  const router = useRouter();
  const href = useListHref()(changes);
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        startTransition(() => router.push(href, { scroll: false }));
      }}
    />
  );
}
