"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ModuleRow } from "#lib/access/modules/schema";
import { rehearseSwitchAction, switchModuleAction } from "./actions.ts";

type ModulesViewProps = { modules: readonly ModuleRow[]; canSwitch: boolean };

const list = new Intl.ListFormat("en", { type: "conjunction" });

export function ModulesView({ modules, canSwitch }: ModulesViewProps) {
  const [asked, setAsked] = useState<ModuleRow | null>(null);
  const [isAsking, setAsking] = useState(false);
  function onSwitch(row: ModuleRow) {
    setAsked(row);
    setAsking(true);
  }
  const section = (title: string, isPortal: boolean) => (
    <ModuleSection
      title={title}
      modules={modules.filter((each) => each.isPortal === isPortal)}
      onSwitch={canSwitch ? onSwitch : null}
    />
  );
  return (
    <div className="flex flex-col gap-7">
      {section("Pages of this portal", true)}
      {section("Your products", false)}
      <SwitchDialog row={asked} open={isAsking} onOpenChange={setAsking} />
    </div>
  );
}

type SwitchDialogProps = {
  /** As it was when it was asked about; stays while the dialog slides out. */
  row: ModuleRow | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function SwitchDialog({ row, open, onOpenChange }: SwitchDialogProps) {
  const name = row?.name ?? "it";
  const isEnabled = row?.isEnabled ?? false;
  const word = isEnabled ? "off" : "on";
  const inside = row ? list.format(row.permissions) : "";
  const input = { module: row?.module, isEnabled: !isEnabled };
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Switch ${name} ${word}?`}
      description={
        isEnabled
          ? `Within a second nobody in the tenant can do any of this, not even administrators: ${inside}, and whatever needs it. Switching it on again gives everybody back what they had.`
          : `Within a second everybody has again what their roles allow of this: ${inside}, and whatever needs it.`
      }
      confirmLabel={`Switch ${word}`}
      danger={isEnabled}
      change={row ? `${row.module} ${word}` : null}
      rehearse={() => rehearseSwitchAction(input)}
      action={(reason) => switchModuleAction({ ...input, reason })}
      done={`${name} is switched ${word}`}
      failed={`${name} was not switched ${word}`}
    />
  );
}

type ModuleSectionProps = {
  title: string;
  modules: readonly ModuleRow[];
  /** Null for who may not. */
  onSwitch: ((row: ModuleRow) => void) | null;
};

function ModuleSection({ title, modules, onSwitch }: ModuleSectionProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-medium text-sm">{title}</h2>
      <ul className="divide-y rounded-lg border">
        {modules.map((row) => (
          <li key={row.module} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
            <div className="min-w-0 flex-1 basis-56 text-sm">
              <div className="font-medium">{row.name}</div>
              <div className="text-ink-muted">{row.sentence}</div>
            </div>
            <Badge>{row.isEnabled ? "On" : "Off"}</Badge>
            {onSwitch ? (
              <Button
                size="sm"
                className="w-24"
                aria-label={`Switch ${row.isEnabled ? "off" : "on"} ${row.name}`}
                onClick={() => onSwitch(row)}
              >
                {row.isEnabled ? "Switch off" : "Switch on"}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
