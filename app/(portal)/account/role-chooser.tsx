"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { chooseRolesAction } from "./actions.ts";
import { isTooMuch, isUndecided, type RoleChoice } from "./role-choice.ts";

const NONE = "none";

/** Which of the roles that a rule keeps apart this session uses. */
export function RoleChooser({ choice }: { choice: RoleChoice }) {
  const { ruleId, name, roles, isOneOf } = choice;
  const used = roles.filter(({ isUsed }) => isUsed).map(({ id }) => id);
  const [chosen, setChosen] = useState<readonly string[]>(used);
  const [pending, setPending] = useState(false);
  const isChanged = chosen.length !== used.length || chosen.some((id) => !used.includes(id));

  async function save() {
    setPending(true);
    await perform(() => chooseRolesAction({ ruleId, roleIds: chosen }), {
      done: chosen.length === 0 ? "None of these roles is in use" : "You use what you have chosen",
      failed: "Your choice was not saved",
    });
    setPending(false);
  }

  return (
    <section
      aria-label={`Choose for ${name}`}
      className="flex flex-col gap-3 rounded-lg border bg-surface px-3 py-3 text-sm"
    >
      <Why choice={choice} />
      {isOneOf ? (
        <RadioGroup
          label="Use in this session"
          options={[
            ...roles.map(({ id, name: label }) => ({ value: id, label })),
            { value: NONE, label: "None of them" },
          ]}
          value={chosen[0] ?? NONE}
          onValueChange={(id) => setChosen(id === NONE ? [] : [id])}
        />
      ) : (
        <Several {...{ choice, chosen }} onChange={setChosen} />
      )}
      <div>
        <Button variant="primary" size="sm" pending={pending} disabled={!isChanged} onClick={save}>
          Use in this session
        </Button>
      </div>
    </section>
  );
}

function Why({ choice }: { choice: RoleChoice }) {
  const { name, isOneOf } = choice;
  return (
    <div>
      <h3 className="wrap-anywhere font-medium">
        {isOneOf ? "Choose one of these roles" : "Choose which of these roles to use"}
      </h3>
      <p className="wrap-anywhere text-ink-muted text-pretty">
        You have all of them, but the separation of duty “{name}” lets nobody use {tooMany(choice)}{" "}
        in one session.{" "}
        {choice.always.length > 0
          ? "What you were given on single resources counts beside them. "
          : null}
        {isUndecided(choice)
          ? "Until you choose, what they allow is off."
          : "What the others allow is off until you change over."}{" "}
        Your other sessions choose for themselves.
      </p>
    </div>
  );
}

function tooMany({ isOneOf, limit }: RoleChoice): string {
  if (isOneOf) return "more than one of them";
  // Two of them may come to the same, so that "more than one" would not be right.
  return limit === 2 ? "all of them" : `more than ${limit - 1} of them`;
}

type SeveralProps = {
  choice: RoleChoice;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
};

/** A role that would be one too many cannot be ticked until another is left. */
function Several({ choice, chosen, onChange }: SeveralProps) {
  const { roles } = choice;
  const others = (id: string) => roles.filter((role) => role.id !== id && chosen.includes(role.id));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Use in this session</legend>
      {roles.map((role) => {
        const isChosen = chosen.includes(role.id);
        const isExcluded = !isChosen && isTooMuch([...others(role.id), role], choice);
        const hint = isTooMuch([role], choice)
          ? "Too much beside what you were given on single resources."
          : "Too many together with those ticked.";
        return (
          <Checkbox
            key={role.id}
            label={role.name}
            hint={isExcluded ? hint : undefined}
            checked={isChosen}
            disabled={isExcluded}
            onChange={() => {
              const left = others(role.id).map(({ id }) => id);
              onChange(isChosen ? left : [...left, role.id]);
            }}
          />
        );
      })}
    </fieldset>
  );
}
