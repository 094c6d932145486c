import type { Metadata } from "next";
import { Suspense } from "react";
import { sendEventCommand } from "#components/audit/send-event-command.ts";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { CommandBlock } from "#components/ui/command-block.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { searchApiKeys } from "#lib/identity/api-keys/queries";
import { env } from "#lib/platform/env";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { usableCursor } from "../../../../page-params.ts";
import { ApiKeysSkeleton, ApiKeysTable } from "./api-keys-table.tsx";
import { ApiReferences } from "./api-references.tsx";
import { CreateKeyButton, CreateKeyDialog } from "./create-key-dialog.tsx";
import { evaluationCommand } from "./key-commands.ts";
import { givableScopes } from "./scopes.ts";

export const metadata: Metadata = { title: "API keys" };

const PAGE_SIZE = 50;

type Params = Record<string, string | string[] | undefined>;
type ApiKeysPageProps = { searchParams: Promise<Params> };

export default permittedPage("api_key.read", async (grant, { searchParams }: ApiKeysPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const canCreate = actor.permissions.has("api_key.create");
  const { origin } = new URL(env().PUBLIC_URL);
  return (
    <>
      <PageHeader
        title="API keys"
        description={
          <>
            With a key another program sends events, reads what happened, asks what somebody may do,
            or manages access. References: <ApiReferences />.
          </>
        }
        actions={canCreate ? <CreateKeyButton /> : null}
      />
      <DataTableScope>
        <Suspense fallback={<ApiKeysSkeleton />}>
          <ApiKeys grant={grant} actor={actor} cursor={usableCursor(params.cursor)} />
        </Suspense>
      </DataTableScope>
      {canCreate ? (
        <CreateKeyDialog known={givableScopes(actor.permissions, actor.access)} origin={origin} />
      ) : null}
      <section className="mt-8 max-w-3xl">
        <h2 className="font-semibold text-base">Send an event</h2>
        <p className="mb-2 text-ink-muted text-sm">
          Put a key with the permission to send audit events into <code>GATEHOUSE_API_KEY</code>,
          then run this.
        </p>
        <CommandBlock text={sendEventCommand(origin)} label="command to send an event" />
        <h2 className="mt-6 font-semibold text-base">Ask for a decision</h2>
        <p className="mb-2 text-ink-muted text-sm">
          The same with a key that may ask for decisions: may somebody do something?
        </p>
        <CommandBlock text={evaluationCommand(origin)} label="command to ask for a decision" />
      </section>
    </>
  );
});

type ApiKeysProps = { grant: Grant<"api_key.read">; actor: Actor; cursor: string | undefined };

async function ApiKeys({ grant, actor, cursor }: ApiKeysProps) {
  const page = await searchApiKeys(grant, { cursor, limit: PAGE_SIZE });
  return (
    <ApiKeysTable
      page={page}
      canCreate={actor.permissions.has("api_key.create")}
      canRevoke={actor.permissions.has("api_key.revoke")}
    />
  );
}
