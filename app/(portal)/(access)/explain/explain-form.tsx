"use client";

import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { InstantField } from "#components/ui/instant-field.tsx";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { PersonPicker } from "../../(identity)/person-picker/person-picker.tsx";
import { type Asked, explainHref } from "./question.ts";
import { PermissionField, ResourceFields } from "./question-fields.tsx";

type ExplainFormProps = {
  asked: Asked;
  errors: FieldErrors;
  /** Whom the question is about; null when the URL names nobody that exists. */
  person: FoundPerson;
  /** Without the permission people ask about themselves only. */
  canChoosePerson: boolean;
  permissions: readonly SearchGroup[];
  types: readonly string[];
};

/** The question, which lives in the URL once it is asked. Its key is the URL: "back" brings it back. */
export function ExplainForm(props: ExplainFormProps) {
  const { asked, errors, canChoosePerson, permissions, types } = props;
  const [person, setPerson] = useState(props.person);
  const [permission, setPermission] = useState(asked.permission);
  const [resource, setResource] = useState({ type: asked.type, id: asked.id });
  const [at, setAt] = useState(asked.at);
  const [missing, setMissing] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const router = useRouter();

  function ask() {
    if (!permission) return setMissing("Choose a permission.");
    const user = canChoosePerson ? person.id : null;
    const href = explainHref({ user, permission, type: resource.type, id: resource.id.trim(), at });
    startTransition(() => router.push(href, { scroll: false }));
  }

  return (
    <form
      noValidate
      aria-label="Question"
      className="mb-6 grid gap-4 rounded-lg border bg-surface p-4 md:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Person {...{ person, canChoosePerson }} onChange={setPerson} error={errors.user?.[0]} />
      <PermissionField
        groups={permissions}
        value={permission}
        error={missing ?? errors.permission?.[0]}
        onChange={(chosen) => {
          setPermission(chosen);
          setMissing(undefined);
        }}
      />
      <ResourceFields {...{ types, resource, errors }} onChange={setResource} />
      <InstantField label="As of (optional)" value={at} error={errors.at?.[0]} onChange={setAt} />
      <div className="md:col-span-2">
        <Button type="submit" variant="primary" pending={isPending}>
          Explain
        </Button>
      </div>
    </form>
  );
}

type PersonProps = {
  person: FoundPerson;
  canChoosePerson: boolean;
  onChange: (person: FoundPerson) => void;
  error: string | undefined;
};

function Person({ person, canChoosePerson, onChange, error }: PersonProps) {
  const labelId = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Person
      </span>
      {canChoosePerson ? (
        <PersonPicker labelledBy={labelId} person={person} onChange={onChange} />
      ) : (
        <>
          <p className="flex h-8 items-center text-sm">You, {person.name}</p>
          <p className="text-ink-muted text-sm">
            To ask about others you need the permission Explain access.
          </p>
        </>
      )}
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}
