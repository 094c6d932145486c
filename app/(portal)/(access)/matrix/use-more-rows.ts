"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { MatrixPage, MatrixRow, MorePeople } from "#lib/access/matrix/schema";

type Loaded = Pick<MatrixPage, "rows" | "nextCursor"> & {
  /** The page that the server rendered: another one means that everything begins anew. */
  page: MatrixPage;
};

type MoreRows = {
  rows: readonly MatrixRow[];
  state: "more" | "loading" | "failed" | "end";
  loadMore: () => void;
};

/** The rows of the page, and those that followed it. */
export function useMoreRows(page: MatrixPage): MoreRows {
  const begin = { page, rows: page.rows, nextCursor: page.nextCursor };
  const [loaded, setLoaded] = useState<Loaded>(begin);
  const [request, setRequest] = useState<"idle" | "loading" | "failed">("idle");
  const asked = useRef<Pick<Loaded, "page" | "nextCursor">>(undefined);
  const query = useSearchParams().toString();
  const router = useRouter();
  if (loaded.page !== page) {
    setLoaded(begin);
    setRequest("idle");
  }
  const { nextCursor } = loaded;

  const loadMore = useCallback(async () => {
    const isAsked = asked.current?.page === page && asked.current.nextCursor === nextCursor;
    if (nextCursor === null || isAsked) return;
    const request = { page, nextCursor };
    asked.current = request;
    setRequest("loading");
    const more = await fetchMore(query, nextCursor);
    // Another page was shown meanwhile, and asked for what follows it.
    if (asked.current !== request) return;
    asked.current = undefined;
    setRequest(more ? "idle" : "failed");
    if (!more) return;
    // Cells without their columns would be lies: the whole page is read again.
    if (more.columnIds.join() !== page.columns.map(({ id }) => id).join()) return router.refresh();
    setLoaded((last) =>
      last.page === page
        ? { page, rows: unique(last.rows, more.rows), nextCursor: more.nextCursor }
        : last,
    );
  }, [nextCursor, page, query, router]);

  const more = request === "idle" ? "more" : request;
  return { rows: loaded.rows, state: nextCursor === null ? "end" : more, loadMore };
}

async function fetchMore(query: string, cursor: string): Promise<MorePeople | null> {
  const params = new URLSearchParams(query);
  params.set("cursor", cursor);
  try {
    const response = await fetch(`/api/matrix/people?${params}`);
    return response.ok ? ((await response.json()) as MorePeople) : null;
  } catch {
    return null;
  }
}

/** Somebody who was renamed meanwhile may come a second time. */
function unique(before: readonly MatrixRow[], next: readonly MatrixRow[]): MatrixRow[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...next.filter(({ id }) => !known.has(id))];
}
