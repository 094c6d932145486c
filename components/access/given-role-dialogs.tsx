"use client";

import { useState } from "react";
import type { Result } from "#lib/core/result";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/use-now.ts";
import { ChangeWindow } from "./change-window.tsx";
import type { Radius } from "./radius.ts";
import { RehearsedDialog } from "./rehearsed-dialog.tsx";
import { always, type Window } from "./window-fields.tsx";

/** A role that a person or a group has. */
export type GivenRole = Pick<Window, "startsAt" | "endsAt"> & { id: string; name: string };

type About = "take" | "window";

/** Which of the roles is asked about; it stays while its dialog slides out. */
export function useAskedRole() {
  const [role, setRole] = useState<GivenRole | null>(null);
  const [about, setAbout] = useState<About | null>(null);
  return {
    role,
    about,
    ask: (next: GivenRole, nextAbout: About) => {
      setRole(next);
      setAbout(nextAbout);
    },
    close: () => setAbout(null),
  };
}

type Asked = ReturnType<typeof useAskedRole>;

/** What can be done to a role that was given. */
export function GivenRoleButtons({ role, asked }: { role: GivenRole; asked: Asked }) {
  const now = useNow();
  return (
    <div className="flex gap-2">
      {hasEnded(role, now) ? null : (
        <Button
          size="sm"
          aria-label={`Change the time of ${role.name}`}
          onClick={() => asked.ask(role, "window")}
        >
          Change the time
        </Button>
      )}
      <Button
        size="sm"
        aria-label={`Take away ${role.name}`}
        onClick={() => asked.ask(role, "take")}
      >
        Take away
      </Button>
    </div>
  );
}

type RoleInput = { roleId: string | undefined };
type WindowInput = RoleInput & Window;
type WithReason = { reason: string };

type GivenRoleDialogsProps = {
  asked: Asked;
  /** Who has it: a person's name, or a group's. */
  of: string;
  /** What taking it away means. */
  taking: string;
  rehearseTake: (input: RoleInput) => Promise<Result<Radius>>;
  take: (input: RoleInput & WithReason) => Promise<Result<unknown>>;
  rehearseWindow: (input: WindowInput) => Promise<Result<Radius>>;
  changeWindow: (input: WindowInput & WithReason) => Promise<Result<unknown>>;
};

export function GivenRoleDialogs(props: GivenRoleDialogsProps) {
  const { asked, of, taking } = props;
  const name = asked.role?.name ?? "The role";
  const input = { roleId: asked.role?.id };
  return (
    <>
      <RehearsedDialog
        open={asked.about === "take"}
        onOpenChange={asked.close}
        title={`Take ${name} from ${of}?`}
        description={taking}
        confirmLabel="Take away"
        danger
        change={asked.role?.id ?? null}
        rehearse={() => props.rehearseTake(input)}
        action={(reason) => props.take({ ...input, reason })}
        done={`${name} taken from ${of}`}
        failed={`${name} was not taken away`}
      />
      <ChangeWindow
        open={asked.about === "window"}
        onOpenChange={asked.close}
        title={`When ${of} has the role ${name}`}
        window={asked.role ?? always}
        rehearse={(window) => props.rehearseWindow({ ...input, ...window })}
        action={(window, reason) => props.changeWindow({ ...input, ...window, reason })}
        done={`The time of ${name} is changed`}
        failed={`The time of ${name} was not changed`}
      />
    </>
  );
}

/** Says when a role is not in force now. */
export function InForce({ startsAt, endsAt }: Pick<Window, "startsAt" | "endsAt">) {
  const now = useNow();
  if (startsAt !== null && Date.parse(startsAt) > now) return <Badge>Not yet</Badge>;
  return hasEnded({ endsAt }, now) ? <Badge>Ended</Badge> : null;
}

export function hasEnded({ endsAt }: Pick<Window, "endsAt">, now: number): boolean {
  return endsAt !== null && Date.parse(endsAt) <= now;
}
