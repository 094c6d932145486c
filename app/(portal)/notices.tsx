import { KeyRound, MessageCircleQuestion, Split } from "lucide-react";
import { Notice } from "#components/shell/notice.tsx";
import { rolesWith } from "#lib/authz/engine/built-in-policy";
import type { Actor } from "#lib/authz/guard/actor";
import { isAskedSomething } from "#lib/governance/reviews/queries";
import { isUndecided, roleChoices } from "./account/role-choice.ts";

const or = new Intl.ListFormat("en", { type: "disjunction" });

/** What waits for the person who is logged in, on every page. */
export async function Notices({ actor }: { actor: Actor }) {
  const isAsked = await isAskedSomething(actor);
  const mustChoose = roleChoices(actor).some(isUndecided);
  return (
    <>
      {actor.permissions.size === 0 && !mustChoose ? (
        <Notice
          label="No access yet"
          icon={<KeyRound aria-hidden />}
          href="/account#roles"
          action="See what you have"
        >
          {`You have no permissions yet. Ask somebody with the role ${or.format(rolesWith("role.assign"))} for access.`}
        </Notice>
      ) : null}
      {mustChoose ? (
        <Notice
          label="Roles not in use"
          icon={<Split aria-hidden />}
          href="/account#roles"
          action="Choose which to use"
        >
          Some of your roles exclude each other.
        </Notice>
      ) : null}
      {isAsked ? (
        <Notice
          label="Questions about access"
          icon={<MessageCircleQuestion aria-hidden />}
          href="/account#questions"
          action="Answer in your account"
        >
          A reviewer asks whether access is still needed.
        </Notice>
      ) : null}
    </>
  );
}
