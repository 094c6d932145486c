import Link from "next/link";
import { ReasonChain, type Sees } from "#components/access/reason-chain.tsx";
import { readableReasons } from "#components/access/reasons.ts";
import type { Answer } from "#lib/access/explain/schema";
import { Part } from "./part.tsx";

type NotInUseProps = {
  dormant: Answer["dormant"];
  permission: string;
  sees: Sees;
  isSelf: boolean;
  isPast: boolean;
  /** Whether the reader may open the page of the rules. */
  seesRules: boolean;
};

const linkClass = "rounded text-accent-text underline underline-offset-2";

/** Roles that would allow it where they are used, and the rules that keep them from it. */
export function NotInUse({ dormant, permission, sees, isSelf, isPast, seesRules }: NotInUseProps) {
  if (dormant.length === 0) return null;
  const isNever = dormant.every(({ grants }) => grants.length > 0);
  return (
    <Part title="Where the role is in use">
      <ul className="divide-y rounded-lg border">
        {readableReasons(dormant, permission).map((reason) => (
          <li key={JSON.stringify(reason)} className="px-3 py-2">
            <ReasonChain {...{ reason, permission, sees }} />
          </li>
        ))}
      </ul>
      <p className="wrap-anywhere mt-2 text-sm">
        {isPast ? null : isNever ? (
          "It can be used once the grant is revoked, or an exception from the rule is approved. "
        ) : isSelf ? (
          <>
            <Link href="/account#roles" className={linkClass}>
              Choose it in your account
            </Link>{" "}
            to use it.{" "}
          </>
        ) : (
          "They choose it in their own account. "
        )}
        Kept apart by{" "}
        {rulesOf(dormant).map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 ? ", " : null}
            {seesRules ? (
              <Link href={`/separation?rule=${id}`} className={linkClass}>
                {name}
              </Link>
            ) : (
              `“${name}”`
            )}
          </span>
        ))}
        .
      </p>
    </Part>
  );
}

function rulesOf(dormant: NotInUseProps["dormant"]) {
  return [...new Map(dormant.map(({ rule }) => [rule.id, rule])).values()];
}
