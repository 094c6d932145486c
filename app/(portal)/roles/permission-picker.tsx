"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { type PermissionId, permissions } from "#lib/access/permissions";
import { groupsOf, searchPermissions } from "./permission-groups.ts";
import { riskOf } from "./risk.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { permissionsCount } from "./words.ts";

type PermissionPickerProps = {
  chosen: readonly PermissionId[];
  /** What is saved; what differs from it is marked. */
  saved: readonly PermissionId[];
  /** What the editor may do: nobody gives more than that. */
  held: readonly PermissionId[];
  error: string | undefined;
  onChange: (chosen: PermissionId[]) => void;
};

type Choice = {
  chosen: ReadonlySet<PermissionId>;
  saved: ReadonlySet<PermissionId>;
  held: ReadonlySet<PermissionId>;
  /** Sets or clears all of these; those that the editor may not give stay as they are. */
  set: (ids: readonly PermissionId[], isChosen: boolean) => void;
};

const inCategory = new Map(groupsOf(searchPermissions("")).map((g) => [g.category, g.ids]));

export function PermissionPicker({ error, onChange, ...props }: PermissionPickerProps) {
  const [text, setText] = useState("");
  const found = searchPermissions(text);
  const chosen = new Set(props.chosen);
  const held = new Set(props.held);

  function set(ids: readonly PermissionId[], isChosen: boolean) {
    const next = new Set(chosen);
    for (const id of ids) {
      if (!isChosen) next.delete(id);
      else if (held.has(id)) next.add(id);
    }
    onChange([...next]);
  }

  const choice = { chosen, saved: new Set(props.saved), held, set };
  return (
    <section aria-labelledby="permissions-heading">
      <PickerHeader count={chosen.size} text={text} onText={setText} />
      <p role="status" className="sr-only">
        {text ? `${permissionsCount(found.length)} found` : ""}
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
          action={<Button onClick={() => setText("")}>Clear search</Button>}
        >
          Search for words of its name, its description or its id.
        </EmptyState>
      ) : (
        // Whatever has the focus stands clear of the bars above and below.
        <div className="flex flex-col gap-4 [&_input]:scroll-mt-16 [&_input]:scroll-mb-20">
          {groupsOf(found).map(({ category, ids }) => (
            <Category key={category} category={category} ids={ids} choice={choice} />
          ))}
        </div>
      )}
    </section>
  );
}

type PickerHeaderProps = { count: number; text: string; onText: (text: string) => void };

function PickerHeader({ count, text, onText }: PickerHeaderProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h2 id="permissions-heading" className="font-semibold text-base">
        Permissions <span className="font-normal text-ink-muted text-sm">{count} chosen</span>
      </h2>
      <FilterInput
        data-page-search
        label="Search permissions"
        placeholder="Search permissions"
        clearLabel="Clear search"
        icon={<Search />}
        value={text}
        maxLength={100}
        aria-keyshortcuts="/"
        className="w-full sm:w-64"
        onChange={onText}
        onEnter={() => undefined}
        onClear={() => onText("")}
      />
    </div>
  );
}

type CategoryProps = { category: string; ids: readonly PermissionId[]; choice: Choice };

function Category({ category, ids, choice }: CategoryProps) {
  const { chosen, held } = choice;
  const every = inCategory.get(category) ?? ids;
  const count = every.filter((id) => chosen.has(id)).length;
  const offered = ids.filter((id) => held.has(id) || chosen.has(id));
  const isAll = offered.length > 0 && offered.every((id) => chosen.has(id));
  const isSome = offered.some((id) => chosen.has(id));
  const isPart = ids.length < every.length;
  return (
    <fieldset className="min-w-0 overflow-hidden rounded-lg border">
      <legend className="sr-only">{category}</legend>
      <div className="flex items-center justify-between gap-3 border-b bg-surface px-3 py-2">
        <Checkbox
          label={<span className="font-medium">{category}</span>}
          aria-label={isPart ? `All found in ${category}` : `All in ${category}`}
          checked={isAll}
          disabled={offered.length === 0}
          ref={(input) => {
            if (input) input.indeterminate = isSome && !isAll;
          }}
          onChange={() => choice.set(offered, !isAll)}
        />
        <span className="whitespace-nowrap text-ink-muted text-sm">
          {count} of {every.length}
        </span>
      </div>
      <div className="divide-y">
        {ids.map((id) => (
          <PermissionChoice key={id} id={id} choice={choice} />
        ))}
      </div>
    </fieldset>
  );
}

function PermissionChoice({ id, choice }: { id: PermissionId; choice: Choice }) {
  const { chosen, saved, held } = choice;
  const isChosen = chosen.has(id);
  const isLacking = !held.has(id);
  const { name, sentence } = permissions[id];
  return (
    <div className="flex items-start gap-3 px-3 py-2 has-enabled:hover:bg-hover">
      <Checkbox
        className="min-w-0 flex-1"
        checked={isChosen}
        // What the editor lacks can be taken away, never given.
        disabled={isLacking && !isChosen}
        aria-label={name}
        onChange={(event) => choice.set([id], event.target.checked)}
        label={
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className={isLacking ? "text-ink-muted" : "font-medium"}>{name}</span>
            <code className="break-all font-mono text-ink-muted text-xs">{id}</code>
            {isChosen === saved.has(id) ? null : <Badge>{isChosen ? "Added" : "Removed"}</Badge>}
          </span>
        }
        hint={
          <>
            {sentence} <span className="sr-only">Risk: {riskOf(id)}.</span>
            {isLacking ? (
              <span className="block text-ink">You do not have this permission yourself.</span>
            ) : null}
          </>
        }
      />
      <span aria-hidden className="shrink-0">
        <RiskBadge risk={riskOf(id)} />
      </span>
    </div>
  );
}
