import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { ownBuild } from "#lib/platform/peers";

/**
 * Has pages made anew after an action. Not for a page of another build, which could not take them and
 * would load itself anew: what is typed on it would go, and a secret that is shown once. It says itself
 * that it is outdated.
 */
export async function refreshPages(path: string, type?: "layout"): Promise<void> {
  if (await isPageOfOtherBuild()) return;
  revalidatePath(path, type);
}

/** Whether the page that calls an action was made by another build than this server's. */
export async function isPageOfOtherBuild(): Promise<boolean> {
  const own = ownBuild();
  const asking = (await headers()).get("x-deployment-id");
  return own !== null && asking !== null && asking !== own;
}
