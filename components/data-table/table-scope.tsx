"use client";

import {
  createContext,
  type ReactNode,
  type TransitionStartFunction,
  useContext,
  useMemo,
  useState,
  useTransition,
} from "react";

type TableScope = {
  /** The server is working on new rows; the old ones are still shown. */
  isPending: boolean;
  startTransition: TransitionStartFunction;
  /** Ids of the shown rows from top to bottom: what previous and next mean in the panel. */
  order: readonly string[];
  setOrder: (ids: readonly string[]) => void;
};

const Context = createContext<TableScope | null>(null);

/**
 * Put it around toolbar, table and panel of one list. They arrive in Suspense boundaries of their
 * own and still have to know of each other.
 */
export function DataTableScope({ children }: { children: ReactNode }) {
  const [isPending, startTransition] = useTransition();
  const [order, setOrder] = useState<readonly string[]>([]);
  const scope = useMemo(
    () => ({ isPending, startTransition, order, setOrder }),
    [isPending, order],
  );
  return <Context value={scope}>{children}</Context>;
}

export function useTableScope(): TableScope {
  const scope = useContext(Context);
  if (!scope) throw new Error("A part of a data table stands outside of <DataTableScope>.");
  return scope;
}
