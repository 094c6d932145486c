import { requirePermission } from "#lib/access/grant";
import { failure } from "#lib/action/define-action";
import { getChange } from "#lib/changes/queries";
import { requireActor } from "../../../actor.tsx";
import { refusalOf } from "../refusal.ts";

type RouteProps = { params: Promise<{ id: string }> };

/** One change for the side panel: a list of fifty would be too heavy with all that they reached. */
export async function GET(_request: Request, { params }: RouteProps): Promise<Response> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, "access_change.read");
    const change = await getChange(grant, (await params).id);
    return Response.json(change, { headers: { "Cache-Control": "private, no-store" } });
  } catch (error) {
    return refusalOf(failure(error, actor.request.requestId).error);
  }
}
