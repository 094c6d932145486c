"use client";

import Link from "next/link";
import { Fragment, useEffect, useRef } from "react";
import { permissionName } from "#components/access/permission-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { ConflictList } from "./conflict-list.tsx";
import type { Rights } from "./load.ts";
import type { ShownConflict, ShownRule } from "./shown-rules.ts";
import { aroundMembers, breakingWords } from "./words.ts";

type RuleItemProps = {
  rule: ShownRule;
  rights: Rights;
  /** A link has led to it: it comes into view and stands out. */
  isLinked: boolean;
  onEdit: () => void;
  onDelete: () => void;
  onAsk: (person: ShownConflict) => void;
};

/** One rule: what it forbids, and whom it concerns. */
export function RuleItem({ rule, rights, isLinked, onEdit, onDelete, onAsk }: RuleItemProps) {
  const { name, description, kind } = rule;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isLinked) item.current?.scrollIntoView({ block: "center" });
  }, [isLinked]);
  return (
    <li
      ref={item}
      data-rule={name}
      className={cn(
        "px-4 py-3 text-sm first:rounded-t-lg last:rounded-b-lg",
        isLinked && "bg-surface shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <h2 className="wrap-anywhere font-semibold text-base">{name}</h2>
            <Badge>{kind === "static" ? "Always" : "Per session"}</Badge>
          </div>
          <RuleSentence rule={rule} />
          {rule.breakingRoles.length > 0 ? (
            <p className="wrap-anywhere text-pretty text-warning">
              {breakingWords(
                kind,
                rule.breakingRoles.map((role) => role.name),
              )}
            </p>
          ) : null}
          {description ? (
            <p className="wrap-anywhere text-ink-muted text-pretty">{description}</p>
          ) : null}
        </div>
        {rights.canUpdate ? (
          <div className="flex gap-2">
            <Button size="sm" aria-label={`Edit ${name}`} onClick={onEdit}>
              Edit
            </Button>
            <Button size="sm" aria-label={`Delete ${name}`} onClick={onDelete}>
              Delete
            </Button>
          </div>
        ) : null}
      </div>
      <ConflictList rule={rule} rights={rights} onAsk={onAsk} />
    </li>
  );
}

/** "Nobody may have both Clerk and Refund invoices.", with the way to each role. */
function RuleSentence({ rule }: { rule: ShownRule }) {
  const { before, after } = aroundMembers(rule);
  const members = [
    ...rule.roles.map(({ id, name }) => ({ key: id, name, href: `/roles/${id}` })),
    ...rule.permissions.map((id) => ({ key: id, name: permissionName(id), href: null })),
  ];
  return (
    <p className="wrap-anywhere mt-1">
      {before}{" "}
      {members.map(({ key, name, href }, index) => (
        <Fragment key={key}>
          {href ? (
            <Link href={href} className="rounded font-medium hover:underline">
              {name}
            </Link>
          ) : (
            <span className="font-medium">{name}</span>
          )}
          {index < members.length - 2 ? ", " : null}
          {index === members.length - 2 ? " and " : null}
        </Fragment>
      ))}
      {after}
    </p>
  );
}
