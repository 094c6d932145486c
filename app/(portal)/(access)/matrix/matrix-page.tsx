import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { MatrixView as View } from "#lib/access/matrix/schema";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { ExportMatrix } from "./export-matrix.tsx";
import { loadFacets, loadMatrix } from "./load.ts";
import { MatrixFrame } from "./matrix-frame.tsx";
import { MatrixSkeleton } from "./matrix-skeleton.tsx";
import { MatrixToolbar } from "./matrix-toolbar.tsx";
import { MatrixView } from "./matrix-view.tsx";
import { type MatrixRequest, parseMatrixRequest, type SearchParams } from "./search-params.ts";

type MatrixPageProps = {
  actor: Actor;
  grant: Grant<"matrix.read">;
  view: View;
  params: SearchParams;
};

/** Both pages of the matrix. */
export function MatrixPage({ actor, grant, view, params }: MatrixPageProps) {
  const request = parseMatrixRequest(view, params);
  const canExport = actor.permissions.has("matrix.export");
  return (
    <MatrixFrame view={view} actions={canExport ? <ExportMatrix view={view} /> : null}>
      <DataTableScope>
        <MatrixToolbar view={view} values={loadFacets(actor, grant)} />
        <Suspense fallback={<MatrixSkeleton />}>
          <Matrix {...{ actor, grant, view, request }} />
        </Suspense>
      </DataTableScope>
    </MatrixFrame>
  );
}

type MatrixProps = Omit<MatrixPageProps, "params"> & { request: MatrixRequest };

async function Matrix({ actor, grant, view, request }: MatrixProps) {
  const { page, picked } = await loadMatrix(grant, request);
  const canExplain = actor.permissions.has("access.explain");
  const { isFiltered } = request;
  return <MatrixView {...{ view, page, picked, isFiltered, canExplain }} />;
}
