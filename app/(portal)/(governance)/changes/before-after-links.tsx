import Link from "next/link";
import { permissionName } from "#components/access/permission-words.ts";
import type { OpenedChange } from "#lib/governance/changes/schema";

/** Somebody whom a change concerns, and one permission that they gained or lost by it. */
type Example = { id: string; name: string; permission: string | null };

/** More would be a list of its own. */
const SHOWN = 3;

/** The first of each group of people; without them whom the change is about. */
function examplesOf({ radius, target }: OpenedChange): Example[] {
  const examples = (radius?.groups ?? []).flatMap(({ people, gained, lost }) => {
    const [person] = people;
    if (!person) return [];
    return [{ ...person, permission: gained[0]?.permission ?? lost[0]?.permission ?? null }];
  });
  if (examples.length > 0) return examples.slice(0, SHOWN);
  return target?.type === "user" ? [{ id: target.id, name: target.name, permission: null }] : [];
}

/** Leads to what people could do right before the change and right after it, and why. */
export function BeforeAfterLinks({ change }: { change: OpenedChange }) {
  const examples = examplesOf(change);
  if (examples.length === 0) return null;
  return (
    <section aria-label="See for yourself">
      <h3 className="mb-2 font-medium text-sm">See for yourself</h3>
      <ul className="divide-y rounded-lg border text-sm">
        {examples.map((example) => (
          <li key={example.id} className="flex flex-col gap-1 px-3 py-2">
            <Pair
              words={`All that ${example.name} may do`}
              href={(at) => `/users/${example.id}?${new URLSearchParams({ at })}`}
              change={change}
            />
            {example.permission ? (
              <Pair
                words={`Why, for “${permissionName(example.permission)}”`}
                href={(at) => explainHref(example, at)}
                change={change}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function explainHref({ id, permission }: Example, at: string): string {
  return `/explain?${new URLSearchParams({ user: id, permission: permission ?? "", at })}`;
}

type PairProps = { words: string; href: (at: string) => string; change: OpenedChange };

function Pair({ words, href, change: { justBefore, justAfter } }: PairProps) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3">
      <span className="wrap-anywhere min-w-0">{words}</span>
      <span className="flex gap-3">
        {[
          { when: "just before", at: justBefore },
          { when: "just after", at: justAfter },
        ].map(({ when, at }) => (
          <Link
            key={when}
            href={href(at)}
            aria-label={`${words}, ${when}`}
            className="rounded text-accent-text underline underline-offset-2"
          >
            {when}
          </Link>
        ))}
      </span>
    </div>
  );
}
