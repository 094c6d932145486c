import { Minus, Plus } from "lucide-react";
import { permissionsCount } from "#components/access/permission-words.ts";
import { reachingWords } from "#components/access/radius.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { RequestableRole } from "#lib/governance/requests/schema";

type Reaching = RequestableRole["gained"];

/** What a role would allow somebody beside what they may do already. */
export function Gains({ gained, lost }: Pick<RequestableRole, "gained" | "lost">) {
  if (gained.length === 0 && lost.length === 0) {
    return <p className="text-ink-muted text-sm">It would allow you nothing that you lack.</p>;
  }
  return (
    <div className="flex flex-col gap-1 text-sm">
      {gained.length > 0 ? <Line Icon={Plus} verb="You would gain" items={gained} /> : null}
      {lost.length > 0 ? <Line Icon={Minus} verb="You would lose" items={lost} /> : null}
    </div>
  );
}

type LineProps = { Icon: typeof Plus; verb: string; items: Reaching };

function Line({ Icon, verb, items }: LineProps) {
  return (
    <div className="flex items-start gap-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
      <Disclosure
        summary={
          <>
            {verb} {permissionsCount(items.length)}
          </>
        }
      >
        <p className="text-ink-muted">{items.map(reachingWords).join(", ")}.</p>
      </Disclosure>
    </div>
  );
}
