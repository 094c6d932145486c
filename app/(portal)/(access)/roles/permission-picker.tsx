"use client";

import { useState } from "react";
import { permissionsCount } from "#components/access/permission-words.ts";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LongList } from "#components/ui/long-list.tsx";
import type { PermissionRow } from "#lib/access/roles/schema";
import { OriginNote } from "./origin-note.tsx";
import { groupsOf, searchPermissions } from "./permission-groups.ts";
import { noFilter, PickerHeader } from "./picker-header.tsx";
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
  const [filter, setFilter] = useState(noFilter);
  const { text, category } = filter;
  const matching = searchPermissions(known, text);
  const found = category ? matching.filter((each) => each.category === category) : matching;
  const origins = originsOf(entries, parents, known);
  const choice: Choice = {
    entries,
    saved,
    origins,
    held: new Set(props.held),
    set: (id, rule) => onChange(withRule(entries, [id], rule)),
  };
  return (
    <section aria-labelledby="permissions-heading">
      <PickerHeader
        saidCount={entries.length}
        allowedCount={allowedOf(entries, origins).length}
        {...{ matching, filter }}
        onFilter={setFilter}
      />
      <p role="status" className="sr-only">
        {text || category ? `${permissionsCount(found.length)} found` : ""}
      </p>
      {error ? (
        <p role="alert" className="mb-3 text-danger text-sm">
          {error}
        </p>
      ) : null}
      {found.length === 0 ? (
        <EmptyState
          kind="nothing-matches"
          level={3}
          title="No permission matches"
          action={<Button onClick={() => setFilter(noFilter)}>Clear filters</Button>}
        >
          Search for words of its name, its description or its id, in all categories.
        </EmptyState>
      ) : (
        // Whatever has the focus stands clear of the bars above and below.
        <div className="flex flex-col gap-4 [&_button]:scroll-mt-16 [&_button]:scroll-mb-20">
          {groupsOf(found).map(({ category, rows }) => (
            <Category key={category} category={category} rows={rows} choice={choice} />
          ))}
        </div>
      )}
    </section>
  );
}

type CategoryProps = { category: string; rows: readonly PermissionRow[]; choice: Choice };

function Category({ category, rows, choice }: CategoryProps) {
  const count = rows.filter(({ id }) => ruleOf(choice.entries, id) !== "none").length;
  return (
    <section aria-label={category} className="min-w-0 overflow-hidden rounded-lg border">
      <div className="flex items-center justify-between gap-3 border-b bg-surface px-3 py-2 text-sm">
        <h3 className="font-medium">{category}</h3>
        <span className="whitespace-nowrap text-ink-muted">
          {count} of {rows.length}
        </span>
      </div>
      <LongList className="divide-y">
        {rows.map((row) => (
          <PermissionChoice key={row.id} row={row} choice={choice} />
        ))}
      </LongList>
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
