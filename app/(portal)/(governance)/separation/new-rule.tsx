"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { RoleChoice } from "#components/access/role-options.ts";
import { Button } from "#components/ui/button.tsx";
import { RuleDialog } from "./rule-dialog.tsx";

export function NewRule({ roles }: { roles: readonly RoleChoice[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New rule
      </Button>
      <RuleDialog rule={null} roles={roles} open={open} onOpenChange={setOpen} />
    </>
  );
}
