import { requirePermission } from "#lib/authz/guard/grant";
import { getChange } from "#lib/governance/changes/queries";
import { answerTo, PRIVATE } from "../../answer.ts";

type Context = { params: Promise<{ id: string }> };

/** One change for the side panel: a list of fifty would be too heavy with all that they reached. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerTo(request, async (actor) => {
    const grant = await requirePermission(actor, "access_change.read");
    return Response.json(await getChange(grant, (await params).id), { headers: PRIVATE });
  });
}
