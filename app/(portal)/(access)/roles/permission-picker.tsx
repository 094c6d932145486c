"use client";

import { PermissionBrowser } from "#components/access/permission-browser.tsx";
import { permissionsCount } from "#components/access/permission-words.ts";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { PermissionRow } from "#lib/access/roles/schema";
import { OriginNote } from "./origin-note.tsx";
import { RuleSelect } from "./rule-select.tsx";
import {
  allowedOf,
  type Entry,
  type Origin,
  originsOf,
  type RoleChoice,
  type Rule,
  ruleOf,
  withRule,
} from "./rules.ts";

type PermissionPickerProps = {
  known: readonly PermissionRow[];
  entries: readonly Entry[];
  /** What is saved; what differs from it is marked. */
  saved: readonly Entry[];
  /** The roles that it inherits from. */
  parents: readonly RoleChoice[];
  /** What the editor may do: nobody gives or denies more than that. */
  held: readonly string[];
  error: string | undefined;
  onChange: (entries: Entry[]) => void;
};

type Choice = Pick<PermissionPickerProps, "entries" | "saved"> & {
  origins: ReadonlyMap<string, Origin>;
  held: ReadonlySet<string>;
  set: (id: string, rule: Rule) => void;
};

export function PermissionPicker(props: PermissionPickerProps) {
  const { known, entries, saved, parents, error, onChange } = props;
  const origins = originsOf(entries, parents, known);
  const choice: Choice = {
    entries,
    saved,
    origins,
    held: new Set(props.held),
    set: (id, rule) => onChange(withRule(entries, [id], rule)),
  };
  return (
    // Whatever has the focus stands clear of the bars above and below.
    <section
      aria-labelledby="permissions-heading"
      className="[&_li_button]:scroll-mt-16 [&_li_button]:scroll-mb-20"
    >
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 id="permissions-heading" className="font-semibold text-base">
          Permissions
        </h2>
        <p className="text-ink-muted text-sm">
          It says something about {entries.length}, and comes to{" "}
          {permissionsCount(allowedOf(entries, origins).length)}.
        </p>
      </div>
      <PermissionBrowser
        known={known}
        isChosen={({ id }) => ruleOf(entries, id) !== "none"}
        renderRow={(row) => <PermissionChoice key={row.id} row={row} choice={choice} />}
        isPageSearch
      >
        {error ? (
          <p role="alert" className="mb-3 text-danger text-sm">
            {error}
          </p>
        ) : null}
      </PermissionBrowser>
    </section>
  );
}

function PermissionChoice({ row, choice }: { row: PermissionRow; choice: Choice }) {
  const { id, name, sentence, risk, on } = row;
  const { entries, saved, origins, held, set } = choice;
  const rule = ruleOf(entries, id);
  const isLacking = !held.has(id);
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2 text-sm">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className={isLacking ? "text-ink-muted" : "font-medium"}>{name}</span>
          <code className="break-all font-mono text-ink-muted text-xs">{id}</code>
          {rule === ruleOf(saved, id) ? null : <Badge>Changed</Badge>}
        </div>
        <p className="text-ink-muted">
          {sentence} <span className="sr-only">Risk: {risk}.</span>
        </p>
        {isLacking ? <p>You do not have this permission yourself.</p> : null}
        <OriginNote rule={rule} origin={origins.get(id)} />
      </div>
      <span aria-hidden className="shrink-0">
        <RiskBadge risk={risk} />
      </span>
      <RuleSelect
        name={name}
        rule={rule}
        hasOwner={on !== null}
        // What the editor lacks can be taken away, never given or denied.
        isLacking={isLacking}
        onChange={(next) => set(id, next)}
      />
    </li>
  );
}
