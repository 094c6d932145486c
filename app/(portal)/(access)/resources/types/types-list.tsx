import Link from "next/link";
import type { ReactNode } from "react";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { countOf, formatNumber } from "#components/ui/format-number.ts";
import type { ResourceTypeRow } from "#lib/access/resources/schema";
import { isResourceType, OWNER_PROPERTY, resourceTypes } from "#lib/authz/catalogue/resource-types";
import { conditionSentence, typeNames } from "./condition-draft.ts";
import { RemoveType } from "./remove-type.tsx";
import { TypeButton } from "./type-dialog.tsx";

type TypesListProps = {
  title: string;
  types: readonly ResourceTypeRow[];
  /** How many of each are registered; null for who may not see them. */
  counts: ReadonlyMap<string, number> | null;
  canChange: boolean;
  empty?: ReactNode;
};

/** Kinds of resources with what can be done to them. */
export function TypesList({ title, types, counts, canChange, empty }: TypesListProps) {
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="mb-2 font-semibold text-base">{title}</h2>
      {types.length === 0 ? empty : null}
      {types.length > 0 ? (
        <ul className="divide-y rounded-lg border text-sm">
          {types.map((row) => (
            <li
              key={row.type}
              data-type={row.type}
              className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2.5"
            >
              <TypeWords row={row} count={counts?.get(row.type) ?? (counts ? 0 : null)} />
              {canChange ? (
                <div className="flex gap-2">
                  <TypeButton row={row} />
                  {row.builtIn ? null : <RemoveType row={row} />}
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function TypeWords({ row, count }: { row: ResourceTypeRow; count: number | null }) {
  const { type, name, description, ownerProperty, actions } = row;
  const parents = isResourceType(type) ? resourceTypes[type].parents : null;
  return (
    <div className="min-w-0 flex-1 basis-72">
      <div className="wrap-anywhere flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{name}</span>
        <code className="font-mono text-ink-muted text-xs">{type}</code>
        {count ? (
          <Link
            href={`/resources?${new URLSearchParams({ type })}`}
            className="rounded text-accent-text underline underline-offset-2"
          >
            {formatNumber(count)} registered
          </Link>
        ) : null}
      </div>
      {description ? <p className="wrap-anywhere text-ink-muted">{description}</p> : null}
      <p className="text-ink-muted">
        {parents === null ? "Can lie under anything." : placeWords(parents)}
        {ownerProperty === OWNER_PROPERTY ? null : (
          <>
            {" "}
            Products name its owner in <code className="font-mono text-xs">{ownerProperty}</code>.
          </>
        )}
      </p>
      {actions.map(({ name: action, permission, condition }) =>
        condition ? (
          <p key={permission} className="wrap-anywhere text-ink-muted">
            {conditionSentence(action, condition)}
          </p>
        ) : null,
      )}
      {actions.length === 0 ? (
        <p className="text-ink-muted">No actions yet.</p>
      ) : (
        <Disclosure className="mt-1" summary={countOf(actions.length, "action", "actions")}>
          <Actions actions={actions} />
        </Disclosure>
      )}
    </div>
  );
}

function placeWords(parents: readonly string[]): string {
  if (parents.length === 0) return "Lies under nothing.";
  return `Can lie under: ${parents.join(", ")}.`;
}

function Actions({ actions }: Pick<ResourceTypeRow, "actions">) {
  return (
    <ul className="divide-y border-l-2 pl-3">
      {actions.map(({ permission, name, sentence, risk, properties, condition }) => (
        <li key={permission} className="flex flex-wrap items-baseline gap-x-2 py-1">
          <span className="font-medium">{name}</span>
          <RiskBadge risk={risk} />
          <span className="wrap-anywhere min-w-0 text-ink-muted">{sentence}</span>
          <code className="wrap-anywhere font-mono text-ink-faint text-xs">{permission}</code>
          {condition ? (
            <p className="wrap-anywhere basis-full text-ink-muted">
              {conditionSentence(name, condition)}
            </p>
          ) : null}
          {properties.length > 0 ? (
            <p className="wrap-anywhere basis-full text-ink-muted">
              Properties of the request:{" "}
              {properties
                .map((each) => `${each.name} (${typeNames[each.type].toLowerCase()})`)
                .join(", ")}
              .
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Where the tenant has none of its own. */
export function NoOwnTypes() {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border px-4 py-3 text-sm">
      <Badge>None yet</Badge>
      <p className="min-w-0 flex-1 basis-64 text-ink-muted">
        Your products register their own types over the API, or you do it here.
      </p>
    </div>
  );
}
