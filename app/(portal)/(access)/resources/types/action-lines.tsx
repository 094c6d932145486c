"use client";

import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { ActionCondition } from "./action-condition.tsx";
import { type ActionDraft, errorWithin, type TypeDraft, withAction } from "./type-draft.ts";

const risks = [
  { value: "low", label: "Low risk" },
  { value: "medium", label: "Medium risk" },
  { value: "high", label: "High risk" },
  { value: "critical", label: "Critical risk" },
] as const;

type ActionLinesProps = {
  draft: TypeDraft;
  errors: FieldErrors;
  onChange: (draft: TypeDraft) => void;
};

/** What can be done to things of the type, one line each. */
export function ActionLines({ draft, errors, onChange }: ActionLinesProps) {
  const { actions } = draft;
  const put = (key: number, part: Partial<ActionDraft>) =>
    onChange({
      ...draft,
      actions: actions.map((each) => (each.key === key ? { ...each, ...part } : each)),
    });
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">Actions</legend>
      {actions.length === 0 ? (
        <p className="text-ink-muted text-sm">
          None yet. Each becomes a permission that roles and grants can give.
        </p>
      ) : null}
      {actions.map((action, index) => (
        <ActionLine
          key={action.key}
          action={action}
          actions={actions}
          number={index + 1}
          path={`actions.${index}`}
          errors={errors}
          onChange={(part) => put(action.key, part)}
          onRemove={() =>
            onChange({ ...draft, actions: actions.filter(({ key }) => key !== action.key) })
          }
        />
      ))}
      {errors.actions ? (
        <p role="alert" className="text-danger text-sm">
          {errors.actions[0]}
        </p>
      ) : null}
      <Button size="sm" className="w-fit" onClick={() => onChange(withAction(draft))}>
        <Plus aria-hidden />
        Add action
      </Button>
    </fieldset>
  );
}

type ActionLineProps = {
  action: ActionDraft;
  actions: readonly ActionDraft[];
  number: number;
  /** Where it is in the input, as errors name it. */
  path: string;
  errors: FieldErrors;
  onChange: (part: Partial<ActionDraft>) => void;
  onRemove: () => void;
};

function ActionLine(props: ActionLineProps) {
  const { action, actions, number, path, errors, onChange, onRemove } = props;
  const error = errorWithin(errors, path);
  return (
    <div>
      <div className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-2 sm:grid-cols-[8rem_minmax(0,1fr)_auto_auto]">
        <Input
          aria-label={`Name of action ${number}`}
          aria-invalid={errorWithin(errors, `${path}.name`) ? true : undefined}
          placeholder="close"
          value={action.name}
          maxLength={63}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onChange({ name: target.value })}
        />
        <Input
          aria-label={`What action ${number} does`}
          placeholder="What it does"
          value={action.sentence}
          maxLength={300}
          className="col-span-3 row-start-2 sm:col-span-1 sm:row-start-auto"
          onChange={({ target }) => onChange({ sentence: target.value })}
        />
        <Select
          label={`Risk of action ${number}`}
          hideLabel
          options={risks}
          value={action.risk}
          onValueChange={(risk) => onChange({ risk })}
        />
        <Button
          iconOnly
          variant="ghost"
          aria-label={`Remove action ${action.name || number}`}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </div>
      <ActionCondition {...{ action, actions, number, path, errors, onChange }} />
      {error ? (
        <p role="alert" className="mt-1 text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}
