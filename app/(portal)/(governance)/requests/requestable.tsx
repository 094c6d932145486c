"use client";

import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { durationWords } from "#lib/governance/requests/duration";
import type { RequestableRole } from "#lib/governance/requests/schema";
import { Ask } from "./ask.tsx";
import { BreakGlass } from "./break-glass.tsx";
import { Gains } from "./gains.tsx";
import { forbiddenWords } from "./words.ts";

/** So many are seen at a glance; more are searched. */
const AT_A_GLANCE = 8;

type RequestableProps = { roles: readonly RequestableRole[]; kind: "request" | "emergency" };

/** Roles that can be asked for, or taken in an emergency, each with what it would allow. */
export function Requestable({ roles, kind }: RequestableProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = roles.filter(({ name, description }) =>
    `${name}\n${description}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      {roles.length > AT_A_GLANCE ? (
        <Input
          type="search"
          aria-label={kind === "request" ? "Find a role to ask for" : "Find an emergency role"}
          placeholder="Find a role…"
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="mb-3 sm:w-64"
        />
      ) : null}
      {shown.length === 0 ? (
        <p className="text-ink-muted text-sm">No role matches.</p>
      ) : (
        <ul
          aria-label={kind === "request" ? "Roles you can ask for" : "Roles for an emergency"}
          className="divide-y rounded-lg border bg-canvas text-sm"
        >
          {shown.map((role) => (
            <Role key={role.id} role={role} kind={kind} />
          ))}
        </ul>
      )}
    </>
  );
}

function Role({ role, kind }: { role: RequestableRole; kind: RequestableProps["kind"] }) {
  const max = (kind === "request" ? role.requestMinutes : role.emergencyMinutes) ?? 0;
  // A request that waits keeps nobody from taking the role in an emergency.
  const isBlocked = role.blocked && (kind === "request" || role.blocked.by === "held");
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p>
          <span className="font-medium">{role.name}</span>{" "}
          <span className="text-ink-muted">for at most {durationWords(max)}</span>
        </p>
        {role.description ? <p className="text-ink-muted">{role.description}</p> : null}
        {isBlocked ? null : <Gains gained={role.gained} lost={role.lost} />}
        {isBlocked
          ? null
          : role.forbiddenBy.map((each) => (
              <p key={each.rule.id} className="wrap-anywhere text-warning">
                {forbiddenWords(role.name, each, each.askedUntil !== null)}
              </p>
            ))}
      </div>
      {isBlocked ? (
        <Blocked blocked={role.blocked} />
      ) : kind === "request" ? (
        <Ask role={role} max={max} />
      ) : (
        <BreakGlass role={role} max={max} />
      )}
    </li>
  );
}

function Blocked({ blocked }: Pick<RequestableRole, "blocked">) {
  if (blocked?.by === "pending") return <p className="text-ink-muted">You have asked for it</p>;
  if (!blocked?.endsAt) return <p className="text-ink-muted">You have it</p>;
  return (
    <p className="text-ink-muted">
      You have it; it ends <RelativeTime value={blocked.endsAt} />
    </p>
  );
}
