"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { MemberChoices } from "./load.ts";
import { RuleDialog } from "./rule-dialog.tsx";

export function NewRule({ choices }: { choices: MemberChoices }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New rule
      </Button>
      <RuleDialog rule={null} choices={choices} open={open} onOpenChange={setOpen} />
    </>
  );
}
