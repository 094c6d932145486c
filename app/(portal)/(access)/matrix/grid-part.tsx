import type { ComponentProps } from "react";

type GridPartProps = ComponentProps<"div"> & {
  role: "grid" | "rowgroup" | "row" | "rowheader" | "columnheader" | "gridcell";
};

/** A part of an ARIA grid: the elements of a table cannot leave out what is not seen. */
export function GridPart({ role, ...rest }: GridPartProps) {
  return <div role={role} {...rest} />;
}
