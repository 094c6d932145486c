"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import type { ModuleRow } from "#lib/modules/schema";
import { switchModuleAction } from "./actions.ts";

type ModulesViewProps = { modules: readonly ModuleRow[]; canSwitch: boolean };

const list = new Intl.ListFormat("en", { type: "conjunction" });

export function ModulesView({ modules, canSwitch }: ModulesViewProps) {
  const [asked, setAsked] = useState<ModuleRow | null>(null);
  const [switching, setSwitching] = useState<string | null>(null);

  async function change({ module, name }: ModuleRow, isEnabled: boolean): Promise<boolean> {
    setSwitching(module);
    const result = await perform(() => switchModuleAction({ module, isEnabled }), {
      done: `${name} is switched ${isEnabled ? "on" : "off"}`,
      failed: `${name} was not switched ${isEnabled ? "on" : "off"}`,
    });
    setSwitching(null);
    return result !== null;
  }

  const section = (title: string, isPortal: boolean) => (
    <ModuleSection
      title={title}
      modules={modules.filter((each) => each.isPortal === isPortal)}
      switching={switching}
      onSwitch={
        canSwitch ? (row) => (row.isEnabled ? setAsked(row) : void change(row, true)) : null
      }
    />
  );
  return (
    <div className="flex flex-col gap-7">
      {section("Pages of this portal", true)}
      {section("Your products", false)}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={`Switch ${asked?.name ?? "it"} off?`}
        description={`Within a second nobody in the tenant can do any of this, not even administrators: ${asked ? list.format(asked.permissions) : ""}, and whatever needs it. Switching it on again gives everybody back what they had.`}
        confirmLabel="Switch off"
        danger
        onConfirm={async () => asked !== null && change(asked, false)}
      />
    </div>
  );
}

type ModuleSectionProps = {
  title: string;
  modules: readonly ModuleRow[];
  switching: string | null;
  /** Null for who may not. */
  onSwitch: ((row: ModuleRow) => void) | null;
};

function ModuleSection({ title, modules, switching, onSwitch }: ModuleSectionProps) {
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
                pending={switching === row.module}
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
