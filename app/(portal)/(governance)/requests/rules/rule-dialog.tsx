"use client";

import { useId, useMemo, useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { Select } from "#components/ui/select.tsx";
import { durationsUpTo, durationWords } from "#lib/governance/requests/duration";
import {
  type ElevationRuleRow,
  MAX_EMERGENCY_MINUTES,
  MAX_REQUEST_MINUTES,
} from "#lib/governance/requests/schema";
import { updateElevationAction } from "../actions.ts";

type RuleDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Null for a role that is yet to be chosen. */
  rule: ElevationRuleRow | null;
  /** Roles that can be chosen. */
  free: readonly ElevationRuleRow[];
};

type Draft = { requestMinutes: number | null; emergencyMinutes: number | null };

/** Says for how long at most a role can be asked for and taken. Give it a new key for each opening. */
export function RuleDialog({ open, onOpenChange, rule, free }: RuleDialogProps) {
  const [roleId, setRoleId] = useState(rule?.role.id ?? "");
  const [draft, setDraft] = useState<Draft>({
    requestMinutes: rule ? rule.requestMinutes : 60,
    emergencyMinutes: rule?.emergencyMinutes ?? null,
  });
  const [reason, setReason] = useState("");
  const [pending, setPending] = useState(false);
  const name = rule?.role.name ?? free.find(({ role }) => role.id === roleId)?.role.name;

  async function save() {
    setPending(true);
    const result = await perform(() => updateElevationAction({ roleId, ...draft, reason }), {
      done: `Saved for ${name}`,
      failed: "Nothing was saved",
    });
    setPending(false);
    if (result?.ok) onOpenChange(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!pending) onOpenChange(next);
      }}
      title={rule ? `${rule.role.name} for a limited time` : "Allow a role for a limited time"}
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" pending={pending} disabled={roleId === ""} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {rule ? null : <RoleChoice free={free} roleId={roleId} name={name} onChange={setRoleId} />}
        <MaximumField
          label="On request, for at most"
          hint="Somebody else approves each request."
          max={MAX_REQUEST_MINUTES}
          value={draft.requestMinutes}
          onChange={(requestMinutes) => setDraft((now) => ({ ...now, requestMinutes }))}
        />
        <MaximumField
          label="In an emergency, for at most"
          hint="Nobody approves it: whoever may break the glass has the role at once, and an alert is raised."
          max={MAX_EMERGENCY_MINUTES}
          value={draft.emergencyMinutes}
          onChange={(emergencyMinutes) => setDraft((now) => ({ ...now, emergencyMinutes }))}
        />
        <WhyField value={reason} onChange={setReason} />
      </div>
    </Dialog>
  );
}

type RoleChoiceProps = {
  free: readonly ElevationRuleRow[];
  roleId: string;
  name: string | undefined;
  onChange: (roleId: string) => void;
};

function RoleChoice({ free, roleId, name, onChange }: RoleChoiceProps) {
  const labelId = useId();
  const groups = useMemo(
    () => [{ heading: "", items: free.map(({ role }) => ({ value: role.id, label: role.name })) }],
    [free],
  );
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Role
      </span>
      <SearchSelect
        labelledBy={labelId}
        groups={groups}
        value={roleId}
        shown={name ?? "Choose a role"}
        onValueChange={onChange}
        placeholder="Find a role…"
        nothing="No role that you may manage matches."
        className="w-full sm:w-64"
      />
    </div>
  );
}

const NEVER = "never";

type MaximumFieldProps = {
  label: string;
  hint: string;
  max: number;
  value: number | null;
  onChange: (minutes: number | null) => void;
};

function MaximumField({ label, hint, max, value, onChange }: MaximumFieldProps) {
  const known = durationsUpTo(max);
  const minutes =
    value === null || known.includes(value) ? known : [...known, value].toSorted(byLength);
  const options = [
    { value: NEVER, label: "Not at all" },
    ...minutes.map((each) => ({ value: String(each), label: durationWords(each) })),
  ];
  return (
    <Field label={label} hint={hint}>
      <Select
        options={options}
        value={value === null ? NEVER : String(value)}
        onValueChange={(chosen) => onChange(chosen === NEVER ? null : Number(chosen))}
        className="w-full sm:w-56"
      />
    </Field>
  );
}

const byLength = (a: number, b: number) => a - b;
