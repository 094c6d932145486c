"use client";

import { Command } from "cmdk";
import { Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Theme } from "#lib/identity/preferences/schema";
import { navigationIcons } from "./icons.ts";
import type { NavigationItem } from "./navigation.ts";

type CommandMenuProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  items: readonly NavigationItem[];
  onTheme: (theme: Theme) => void;
  onHelp: () => void;
  onLogOut: () => void;
};

const groupClass =
  "px-1.5 pb-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-xs";

export function CommandMenu(props: CommandMenuProps) {
  const { open, onOpenChange, items, onTheme, onHelp, onLogOut } = props;
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  function run(command: () => void) {
    onOpenChange(false);
    command();
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Command menu"
      description="Type to find a page or a command, choose with the arrow keys and Enter."
      hideHeader
      initialFocus={input}
    >
      <Command label="Command menu" loop className="flex min-h-0 flex-col">
        <Command.Input
          ref={input}
          placeholder="Go to a page or run a command"
          className="h-12 w-full border-b bg-transparent px-4 text-base outline-none pointer-coarse:text-lg"
        />
        <Command.List className="max-h-[min(28rem,58dvh)] overflow-y-auto">
          <Command.Empty className="px-4 py-8 text-center text-ink-muted text-sm">
            No page or command has this name.
          </Command.Empty>
          <Command.Group heading="Pages" className={groupClass}>
            {items.map((item) => {
              const Icon = navigationIcons[item.icon];
              return (
                <Row
                  key={item.id}
                  icon={<Icon aria-hidden />}
                  keywords={[item.sentence, item.group]}
                  trailing={<Kbd keys={["g", item.shortcut]} />}
                  onSelect={() => run(() => router.push(item.href))}
                >
                  {item.label}
                </Row>
              );
            })}
          </Command.Group>
          <Command.Group heading="Commands" className={groupClass}>
            <Row icon={<Sun aria-hidden />} onSelect={() => run(() => onTheme("light"))}>
              Light theme
            </Row>
            <Row icon={<Moon aria-hidden />} onSelect={() => run(() => onTheme("dark"))}>
              Dark theme
            </Row>
            <Row icon={<Monitor aria-hidden />} onSelect={() => run(() => onTheme("system"))}>
              System theme
            </Row>
            <Row
              icon={<Keyboard aria-hidden />}
              trailing={<Kbd keys={["?"]} />}
              onSelect={() => run(onHelp)}
            >
              Keyboard shortcuts
            </Row>
            <Row
              icon={<LogOut aria-hidden />}
              keywords={["sign out", "leave"]}
              onSelect={() => run(onLogOut)}
            >
              Log out
            </Row>
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

type RowProps = {
  icon: ReactNode;
  trailing?: ReactNode;
  keywords?: string[];
  onSelect: () => void;
  children: string;
};

function Row({ icon, trailing, keywords, onSelect, children }: RowProps) {
  return (
    <Command.Item
      value={children}
      {...(keywords ? { keywords } : {})}
      onSelect={onSelect}
      className="flex h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:text-ink-muted"
    >
      {icon}
      <span className="flex-1">{children}</span>
      {trailing}
    </Command.Item>
  );
}
