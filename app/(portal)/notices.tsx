import { MessageCircleQuestion, Split } from "lucide-react";
import { Notice } from "#components/shell/notice.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import { isAskedSomething } from "#lib/governance/reviews/queries";
import { isUndecided, roleChoices } from "./account/role-choice.ts";

/** What waits for whoever is logged in, on every page. */
export async function Notices({ actor }: { actor: Actor }) {
  const isAsked = await isAskedSomething(actor);
  return (
    <>
      {roleChoices(actor).some(isUndecided) ? (
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
