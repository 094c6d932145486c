import { notFound } from "next/navigation";

/** Catches every address that no page has, so that "not found" is shown inside the shell. */
export default function Unknown() {
  notFound();
}
