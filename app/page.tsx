import { redirect } from "next/navigation";
import { landingPage } from "#components/shell/navigation.ts";
import { requireActor } from "./actor.tsx";

/** There is no page at the root: it leads to the one where the person begins. */
export default async function RootPage() {
  const { permissions } = await requireActor();
  redirect(landingPage(permissions));
}
