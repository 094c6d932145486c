import type { Metadata } from "next";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { listPermissions, listRoles } from "#lib/access/roles/queries";
import { permittedPage } from "../../../../actor.tsx";
import { one } from "../../../../page-params.ts";
import { Comparison } from "./comparison.tsx";
import { RolePair } from "./role-pair.tsx";

export const metadata: Metadata = { title: "Compare roles" };

type ComparePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("role.read", async (grant, { searchParams }: ComparePageProps) => {
  const [params, roles, known] = await Promise.all([
    searchParams,
    listRoles(grant),
    listPermissions(grant),
  ]);
  const find = (id: string | undefined) => roles.find((role) => role.id === id) ?? null;
  const [a, b] = [find(one(params.a)), find(one(params.b))];
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="Compare roles"
        description="What each of two roles comes to, with all that it inherits and without what it denies."
      />
      <RolePair
        roles={roles.map(({ id, name }) => ({ id, name }))}
        a={a?.id ?? null}
        b={b?.id ?? null}
      />
      {a && b ? (
        <Comparison a={a} b={b} known={known} />
      ) : (
        <EmptyState title="Choose two roles">What they share and what not appears here.</EmptyState>
      )}
    </div>
  );
});
