import { redirect } from "next/navigation";
import { permittedNavigation } from "#components/shell/navigation.ts";
import { requireActor } from "./actor.tsx";

/** There is no page at the root: it leads to the first one that the person may open. */
export default async function RootPage() {
  const { permissions } = await requireActor();
  redirect(permittedNavigation(permissions)[0]?.href ?? "/account");
}
