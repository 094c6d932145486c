import { notFound } from "next/navigation";
import { cache } from "react";
import { GatehouseError } from "#lib/core/errors";
import { getReview } from "#lib/governance/reviews/queries";
import type { ReviewDetail } from "#lib/governance/reviews/schema";
import { isUuid } from "#lib/platform/db";
import { requireActor } from "../../../../actor.tsx";
import { viewerOf } from "../viewer.ts";

/** The review that the address names, once per request; "not found" for one that is not there. */
export const loadReview = cache(async (id: string): Promise<ReviewDetail> => {
  if (!isUuid(id)) notFound();
  try {
    return await getReview(await viewerOf(await requireActor()), id);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") notFound();
    throw error;
  }
});
