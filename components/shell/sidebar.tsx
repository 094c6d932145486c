"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { GatehouseMark } from "./gatehouse-mark.tsx";
import { navigationIcons } from "./icons.ts";
import { isWithin, type NavigationItem } from "./navigation.ts";

type SidebarProps = {
  tenantName: string;
  items: readonly NavigationItem[];
  /** At the bottom. */
  personMenu: ReactNode;
  onPalette: () => void;
  /** A page was chosen: the phone's drawer closes. */
  onNavigate?: () => void;
};

export function Sidebar({ tenantName, items, personMenu, onPalette, onNavigate }: SidebarProps) {
  const groups = Object.entries(Object.groupBy(items, (item) => item.group));
  return (
    <nav aria-label="Main" className="flex h-full min-h-0 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-2.5 px-4">
        <GatehouseMark />
        <span className="min-w-0 truncate font-semibold text-sm" title={tenantName}>
          {tenantName}
        </span>
      </div>
      <div className="px-2.5">
        <button
          type="button"
          onClick={onPalette}
          className="flex h-8 w-full items-center gap-2 rounded-md border bg-canvas px-2 text-ink-muted text-sm hover:bg-hover"
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 text-left">Go to…</span>
          <Kbd keys={["Ctrl", "K"]} className="pointer-coarse:hidden" />
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-4">
        {groups.map(([group, members = []], index) => {
          // A heading over one page would say the same twice; such pages stand together.
          const isAlone = members.length === 1;
          const followsAlone = groups[index - 1]?.[1]?.length === 1;
          return (
            <section
              key={group}
              aria-label={group}
              className={isAlone && followsAlone ? "mt-px" : "mt-3"}
            >
              {isAlone ? null : (
                <div aria-hidden className="px-2 pb-1 text-ink-faint text-xs">
                  {group}
                </div>
              )}
              <ul className="flex flex-col gap-px">
                {members.map((item) => (
                  <SidebarItem key={item.id} item={item} {...(onNavigate ? { onNavigate } : {})} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      <div className="shrink-0 border-t p-2">{personMenu}</div>
    </nav>
  );
}

type SidebarItemProps = { item: NavigationItem; onNavigate?: () => void };

function SidebarItem({ item, onNavigate }: SidebarItemProps) {
  const active = isWithin(item, usePathname());
  const Icon = navigationIcons[item.icon];
  // Every link of the menu, on every page: some twenty requests that nobody asked for, before each that
  // somebody did. Where the pointer or the focus is comes next.
  const [isNext, setIsNext] = useState(false);
  const expect = () => setIsNext(true);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // The menu may be longer than the window is high.
    if (active) link.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <li>
      <Link
        ref={link}
        href={item.href}
        prefetch={isNext ? null : false}
        onPointerEnter={expect}
        onFocus={expect}
        onClick={onNavigate}
        aria-current={active ? "page" : undefined}
        className={cn(
          "flex h-7 items-center gap-2.5 rounded-md px-2 text-sm pointer-coarse:h-10 [&_svg]:size-4",
          active
            ? "bg-selected font-medium text-ink [&_svg]:text-accent-text"
            : "text-ink-muted hover:bg-hover hover:text-ink",
        )}
      >
        <Icon aria-hidden />
        {item.label}
      </Link>
    </li>
  );
}
