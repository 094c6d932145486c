"use client";

import { ChevronRight, Search } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { permissionName, permissionSentence } from "#components/access/permission-words.ts";
import { ReasonChain, type Sees } from "#components/access/reason-chain.tsx";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import {
  byCategory,
  type CategoryGroup,
  foundWords,
  type Kind,
  type ShownPermission,
} from "./shown-permissions.ts";

const kinds: readonly { value: Kind; label: string }[] = [
  { value: "all", label: "All" },
  { value: "direct", label: "Direct" },
  { value: "group", label: "Through groups" },
  { value: "denied", label: "Denied" },
];

const rules = new Intl.ListFormat("en", { type: "conjunction" });

type PermissionsListProps = {
  permissions: readonly ShownPermission[];
  userId: string;
  at: string | null;
  sees: Sees;
};

/** Permissions by category; closed until somebody opens one or looks for something. */
export function PermissionsList({ permissions, userId, at, sees }: PermissionsListProps) {
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Kind>("all");
  const labelId = useId();
  const groups = byCategory(permissions, { text, kind });
  const isFiltered = text.trim() !== "" || kind !== "all";
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <FilterInput
          label="Search permissions"
          placeholder="Permission, role or group"
          clearLabel="Clear search"
          icon={<Search />}
          value={text}
          maxLength={100}
          className="min-w-0 grow sm:w-64 sm:grow-0"
          onChange={setText}
          onEnter={() => undefined}
          onClear={() => setText("")}
        />
        <span id={labelId} className="sr-only">
          Which permissions
        </span>
        <Segmented labelledBy={labelId} options={kinds} value={kind} onValueChange={setKind} />
        <span role="status" className="text-ink-muted text-sm">
          {foundWords(groups)}
        </span>
      </div>
      {groups.length === 0 ? (
        <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
          {kind === "denied" && text.trim() === ""
            ? "Nothing is denied."
            : "No permission matches. Change the search or choose “All”."}
        </p>
      ) : (
        <div className="divide-y rounded-lg border">
          {groups.map((group) => (
            <Category
              // A filter opens every category; without it each is as somebody left it.
              key={`${group.category} ${isFiltered}`}
              group={group}
              isOpen={isFiltered}
              {...{ userId, at, sees }}
            />
          ))}
        </div>
      )}
    </>
  );
}

type Shared = Pick<PermissionsListProps, "userId" | "at" | "sees">;

function Category({
  group,
  isOpen,
  ...shared
}: Shared & { group: CategoryGroup; isOpen: boolean }) {
  const [open, setOpen] = useState(isOpen);
  const { category, items, allowedCount, deniedCount, unusedCount } = group;
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/category"
    >
      <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2 px-3 text-sm -outline-offset-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-muted transition-transform group-open/category:rotate-90 motion-reduce:transition-none"
        />
        <span className="flex-1 font-medium">{category}</span>
        {deniedCount > 0 ? <Badge tone="danger">{deniedCount} denied</Badge> : null}
        {unusedCount > 0 ? <Badge>{unusedCount} not in use</Badge> : null}
        <span className="text-ink-muted tabular-nums">{allowedCount}</span>
        <span className="sr-only">allowed</span>
      </summary>
      {open ? (
        <ul className="divide-y border-t">
          {items.map((item) => (
            <PermissionItem key={item.permission} item={item} {...shared} />
          ))}
        </ul>
      ) : null}
    </details>
  );
}

function PermissionItem({ item, userId, at, sees }: Shared & { item: ShownPermission }) {
  const { permission, allowed, ownOnly, allows, denies, moreWays, disabledModule, unusedBy } = item;
  const params = new URLSearchParams({ user: userId, permission, ...(at ? { at } : {}) });
  return (
    <li className="py-2 pr-3 pl-9 text-sm" data-permission={permission}>
      <div className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium" title={permissionSentence(permission) ?? undefined}>
          {permissionName(permission)}
        </span>
        <Standing allowed={allowed} isUnused={unusedBy.length > 0} />
        {ownOnly ? <Badge>Only what they own</Badge> : null}
        <Link
          href={`/explain?${params}`}
          prefetch={false}
          aria-label={`Explain ${permissionName(permission)}`}
          className="ml-auto rounded text-ink-muted underline-offset-2 hover:text-ink hover:underline"
        >
          Explain
        </Link>
      </div>
      {disabledModule ? (
        <p className="text-ink-muted">
          The module {permissionName(disabledModule).replace("Module: ", "")} is switched off for
          everybody.
        </p>
      ) : null}
      {denies.map((reason) => (
        <ReasonChain key={keyOf(reason)} {...{ reason, permission, sees }} />
      ))}
      {allowed || allows.length === 0 ? null : (
        <p className="wrap-anywhere mt-1 text-ink-muted">
          {unusedBy.length > 0
            ? `Only in sessions that have chosen the role, which ${rules.format(unusedBy.map(({ name }) => `“${name}”`))} keeps apart from others they have:`
            : "Without the denial it would come from:"}
        </p>
      )}
      {allows.map((reason) => (
        <ReasonChain key={keyOf(reason)} {...{ reason, permission, sees }} />
      ))}
      {moreWays > 0 ? <p className="text-ink-muted">and in {moreWays} more ways</p> : null}
    </li>
  );
}

function Standing({ allowed, isUnused }: { allowed: boolean; isUnused: boolean }) {
  if (allowed) return null;
  return isUnused ? <Badge>Not in use</Badge> : <Badge tone="danger">Denied</Badge>;
}

/** Rows of one list are made in one go and never move: what they say tells them apart. */
function keyOf(reason: ShownPermission["allows"][number]): string {
  return JSON.stringify(reason);
}
