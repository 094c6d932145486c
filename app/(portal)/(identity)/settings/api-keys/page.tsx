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
import { CreateKeyButton, CreateKeyDialog } from "./create-key-dialog.tsx";
import { productScopes, scopesAmong } from "./scopes.ts";

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
        description="Other programs send and read events with them."
        actions={canCreate ? <CreateKeyButton /> : null}
      />
      <DataTableScope>
        <Suspense fallback={<ApiKeysSkeleton />}>
          <ApiKeys grant={grant} actor={actor} cursor={usableCursor(params.cursor)} />
        </Suspense>
      </DataTableScope>
      {canCreate ? (
        <CreateKeyDialog
          held={scopesAmong(actor.permissions)}
          products={productScopes(actor.access)}
          origin={origin}
        />
      ) : null}
      <section className="mt-8 max-w-3xl">
        <h2 className="font-semibold text-base">Send an event</h2>
        <p className="mb-2 text-ink-muted text-sm">
          Put a key with the permission to send audit events into <code>GATEHOUSE_API_KEY</code>,
          then run this. The{" "}
          <a href="/api/v1/docs" className="text-accent-text underline">
            API reference
          </a>{" "}
          lists every field.
        </p>
        <CommandBlock text={sendEventCommand(origin)} label="command" />
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
