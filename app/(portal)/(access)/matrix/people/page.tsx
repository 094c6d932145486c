import type { Metadata } from "next";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { MatrixPage } from "../matrix-page.tsx";
import type { SearchParams } from "../search-params.ts";

export const metadata: Metadata = { title: "Access matrix of people" };

type PageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("matrix.read", async (grant, { searchParams }: PageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  return <MatrixPage {...{ actor, grant, params }} view="people" />;
});
