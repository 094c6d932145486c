"use client";

import { parseAsNativeArrayOf, parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useCallback } from "react";
import { CURSOR_PARAM } from "./list-url.ts";
import { useTableScope } from "./table-scope.tsx";

/** `replace` for the later steps of one intention, so that "back" undoes it as a whole. */
export type HistoryMode = "push" | "replace";

/** Options of every filter: the server renders the rows, and "back" undoes the filter. */
function useServerNavigation() {
  const { startTransition } = useTableScope();
  return useCallback(
    (history: HistoryMode) => ({ history, shallow: false, startTransition }),
    [startTransition],
  );
}

/** A change of filters begins at the first page; nuqs joins both into one change of the URL. */
function useResetPaging() {
  const [, setCursor] = useQueryState(CURSOR_PARAM, parseAsString);
  return useCallback(() => void setCursor(null), [setCursor]);
}

const strings = parseAsNativeArrayOf(parseAsString);

/** Several values of one URL parameter, written `?actor=a&actor=b`. */
export function useListFilter(param: string) {
  const [values, setValues] = useQueryState(param, strings);
  const navigation = useServerNavigation();
  const resetPaging = useResetPaging();
  const set = useCallback(
    (next: readonly string[], history: HistoryMode = "push") => {
      resetPaging();
      void setValues(next.length > 0 ? [...next] : null, navigation(history));
    },
    [navigation, resetPaging, setValues],
  );
  return [values, set] as const;
}

/** URL parameters with one value each, set together. */
export function useTextFilters(params: readonly string[]) {
  const parsers = Object.fromEntries(params.map((param) => [param, parseAsString]));
  const [values, setValues] = useQueryStates(parsers);
  const navigation = useServerNavigation();
  const resetPaging = useResetPaging();
  function set(next: Record<string, string | null>, history: HistoryMode = "push") {
    resetPaging();
    void setValues(next, navigation(history));
  }
  return [values, set] as const;
}
