import { expect, it } from "vitest";
import { packChoices, unpackChoices } from "./packed-choices.ts";

it("brings roles to the browser with all that matters to whoever inherits", () => {
  const editor = {
    id: "editor",
    name: "Editor",
    permissions: ["doc.read", "doc.update"],
    ownOnly: ["doc.update"],
    denied: ["doc.delete"],
  };
  const empty = { id: "empty", name: "Empty", permissions: [], ownOnly: [], denied: [] };
  const sent = JSON.stringify(packChoices([editor, empty]));
  expect(unpackChoices(JSON.parse(sent))).toEqual([editor, empty]);
});
