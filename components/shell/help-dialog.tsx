"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { NavigationItem } from "./navigation.ts";
import { generalShortcuts, listShortcuts } from "./shortcuts.ts";

type HelpDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  items: readonly NavigationItem[];
};

export function HelpDialog({ open, onOpenChange, items }: HelpDialogProps) {
  const pages = items.map((item) => ({ keys: ["g", item.shortcut], does: `Go to ${item.label}` }));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="They rest while you type in a field. On a Mac, Cmd works like Ctrl."
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <div className="flex flex-col gap-5">
          <ShortcutList title="General" shortcuts={generalShortcuts} />
          <ShortcutList title="Lists" shortcuts={listShortcuts} />
        </div>
        <ShortcutList title="Pages" shortcuts={pages} />
      </div>
    </Dialog>
  );
}

type ShortcutListProps = {
  title: string;
  shortcuts: readonly { keys: readonly string[]; does: string }[];
};

function ShortcutList({ title, shortcuts }: ShortcutListProps) {
  return (
    <section>
      <h3 className="mb-1 font-medium text-ink-muted text-sm">{title}</h3>
      <dl>
        {shortcuts.map(({ keys, does }) => (
          <div key={does} className="flex min-h-8 items-center justify-between gap-4 text-sm">
            <dt>{does}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
