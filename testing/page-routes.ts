import { globSync } from "node:fs";
import { inProject } from "../local/project.ts";

/** A page or a route of Next, by its address with `[id]` for what varies. */
export type PageRoute = { path: string; kind: "page" | "route"; matches: RegExp };

/**
 * What `app` serves, read from its folders as Next does: groups in parentheses are no part of an address.
 * What catches all that nothing else does is left out: it says that there is nothing.
 */
export function pageRoutes(): PageRoute[] {
  const files = globSync("app/**/{page.tsx,route.ts}", { cwd: inProject(".") }).sort();
  return files.flatMap((file): PageRoute[] => {
    const parts = file
      .split("/")
      .slice(1, -1)
      .filter((part) => !/^\(.*\)$/.test(part));
    if (parts.some((part) => part === "[...rest]")) return [];
    const pattern = parts.map((part) => {
      if (part.startsWith("[...")) return ".+";
      return part.startsWith("[") ? "[^/]+" : part.replaceAll(/[.-]/g, "\\$&");
    });
    return [
      {
        path: `/${parts.join("/")}`,
        kind: file.endsWith("route.ts") ? "route" : "page",
        matches: new RegExp(`^/${pattern.join("/")}$`),
      },
    ];
  });
}

/** The route that serves an address; those without anything that varies come first, as in Next. */
export function routeOf(routes: readonly PageRoute[], pathname: string): PageRoute | undefined {
  const found = routes.filter(({ matches }) => matches.test(pathname));
  return found.find(({ path }) => !path.includes("[")) ?? found[0];
}
