import { searchPeopleMatrix } from "#lib/access/matrix/queries";
import type { MorePeople } from "#lib/access/matrix/schema";
import { requirePermission } from "#lib/authz/guard/grant";
import { parseMatrixQuery } from "../../../(portal)/(access)/matrix/search-params.ts";
import { one } from "../../../page-params.ts";
import { answerTo, PRIVATE } from "../../answer.ts";

const PAGE_SIZE = 200;

export function GET(request: Request): Promise<Response> {
  return answerTo(request, async (actor) => {
    const grant = await requirePermission(actor, "matrix.read");
    const { searchParams } = new URL(request.url);
    const { filters } = parseMatrixQuery("people", searchParams);
    const cursor = one(searchParams.get("cursor") ?? undefined);
    const page = await searchPeopleMatrix(grant, filters, { cursor, limit: PAGE_SIZE });
    const { rows, nextCursor } = page;
    const more: MorePeople = { rows, nextCursor, columnIds: page.columns.map(({ id }) => id) };
    return Response.json(more, { headers: PRIVATE });
  });
}
