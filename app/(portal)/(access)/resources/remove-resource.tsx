"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ResourceListRow } from "#lib/access/resources/schema";
import { deleteResourceAction, rehearseDeleteResourceAction } from "./actions.ts";

/** Forgets a resource that nothing lies under, and takes back what was given on it. */
export function RemoveResource({ resource }: { resource: ResourceListRow }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { type, id, name, grantCount } = resource;
  const what = name || id;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Remove</Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${what}?`}
        description={
          grantCount === 0
            ? "Gatehouse forgets where it lies and whose it is. Your products keep it."
            : `Gatehouse forgets it and takes back what was given on it (${grantCount}). Your products keep it.`
        }
        confirmLabel="Remove"
        danger
        change={`${type}/${id}`}
        rehearse={() => rehearseDeleteResourceAction({ type, id })}
        action={(reason) => deleteResourceAction({ type, id, reason })}
        done={`${what} removed`}
        failed={`${what} was not removed`}
        onDone={() => router.push("/resources")}
      />
    </>
  );
}
