"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { type FormEvent, useRef, useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { createGroupAction } from "./actions.ts";
import { blankDraft, type GroupDraft, type KnownAttribute, readDraft } from "./group-draft.ts";
import { ChoiceFields, NameFields } from "./group-fields.tsx";

const FORM_ID = "new-group";

/** In the URL, so that buttons anywhere on the page, and links, can open it. */
function useMaking() {
  return useQueryState("new", parseAsBoolean.withDefault(false));
}

export function NewGroupButton() {
  const [, setMaking] = useMaking();
  return (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      New group
    </Button>
  );
}

export function NewGroupDialog({ attributes }: { attributes: readonly KnownAttribute[] }) {
  const [making, setMaking] = useMaking();
  const form = useNewGroup(making);
  function onOpenChange(open: boolean) {
    if (!form.pending) void setMaking(open || null);
  }
  return (
    <Dialog
      open={making}
      onOpenChange={onOpenChange}
      title="New group"
      description="It gives nothing yet: you give it roles afterwards."
      size="lg"
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={form.pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary" pending={form.pending}>
            Create group
          </Button>
        </>
      }
    >
      <form
        ref={form.ref}
        id={FORM_ID}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.submit}
      >
        <NameFields draft={form.draft} errors={form.errors} onChange={form.change} />
        <ChoiceFields
          draft={form.draft}
          attributes={attributes}
          errors={form.errors}
          problemKey={form.problemKey}
          onChange={form.change}
        />
        <WhyField value={form.reason} onChange={form.setReason} />
      </form>
    </Dialog>
  );
}

/** What is being made, from the blank sheet to the page of the group. */
function useNewGroup(isOpen: boolean) {
  const router = useRouter();
  const ref = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<GroupDraft>(blankDraft);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    setErrors({});
    if (isOpen) {
      setDraft(blankDraft);
      setReason("");
    }
  }
  const { input, problems, problemKey } = readDraft(draft);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (Object.keys(problems).length > 0) return refuse(problems);
    setPending(true);
    const result = await perform(() => createGroupAction({ ...input, reason }), {
      done: `${input.name} created`,
      failed: "The group was not created",
    });
    setPending(false);
    if (result?.ok) router.push(`/groups/${result.data.groupId}`);
    else if (result) refuse(result.error.fieldErrors);
  }

  function refuse(found: FieldErrors) {
    setErrors(found);
    requestAnimationFrame(() =>
      ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(),
    );
  }

  /** A message goes as soon as somebody sees to its field. */
  function change(part: Partial<GroupDraft>) {
    setDraft((now) => ({ ...now, ...part }));
    const { name, description, rule } = errors;
    setErrors({
      ...(name && part.name === undefined ? { name } : {}),
      ...(description && part.description === undefined ? { description } : {}),
      ...(rule && !part.conditions && !part.kind ? { rule } : {}),
    });
  }

  return { ref, draft, errors, problemKey, pending, reason, setReason, change, submit };
}
