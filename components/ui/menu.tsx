"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { popupClass, popupItemClass } from "./popup-style.ts";

export const Menu = BaseMenu.Root;

/** `<MenuTrigger render={<Button>…</Button>} />` */
export const MenuTrigger = BaseMenu.Trigger;

type MenuContentProps = {
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
};

export function MenuContent(props: MenuContentProps) {
  const { side = "bottom", align = "start", className, children } = props;
  return (
    <BaseMenu.Portal>
      <BaseMenu.Positioner
        className="z-50 outline-none"
        side={side}
        align={align}
        sideOffset={4}
        collisionPadding={8}
      >
        <BaseMenu.Popup
          className={cn(
            popupClass,
            "max-h-(--available-height) min-w-44 overflow-y-auto p-1",
            className,
          )}
        >
          {children}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  /** Shown at the right, e.g. a `Kbd`. */
  trailing?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
};

export function MenuItem(props: MenuItemProps) {
  return (
    <BaseMenu.Item
      disabled={props.disabled ?? false}
      onClick={props.onSelect}
      className={cn(popupItemClass, props.danger && "text-danger [&_svg]:text-danger")}
    >
      {props.icon}
      <span className="flex-1">{props.children}</span>
      {props.trailing}
    </BaseMenu.Item>
  );
}

type MenuLinkProps = { icon?: ReactNode; trailing?: ReactNode; href: string; children: ReactNode };

export function MenuLink({ icon, trailing, href, children }: MenuLinkProps) {
  return (
    <BaseMenu.LinkItem closeOnClick className={popupItemClass} render={<Link href={href} />}>
      {icon}
      <span className="flex-1">{children}</span>
      {trailing}
    </BaseMenu.LinkItem>
  );
}

type MenuRadioProps<Value extends string> = {
  label: string;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  value: Value;
  onValueChange: (value: Value) => void;
};

/** A choice of one inside a menu; choosing leaves the menu open, so that the effect can be seen. */
export function MenuRadioGroup<Value extends string>(props: MenuRadioProps<Value>) {
  return (
    <BaseMenu.RadioGroup
      value={props.value}
      onValueChange={(chosen: Value) => props.onValueChange(chosen)}
    >
      <BaseMenu.GroupLabel className="px-2 pt-1.5 pb-1 text-ink-faint text-xs">
        {props.label}
      </BaseMenu.GroupLabel>
      {props.options.map((option) => (
        <BaseMenu.RadioItem key={option.value} value={option.value} className={popupItemClass}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <BaseMenu.RadioItemIndicator>
            <Check aria-hidden />
          </BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}

type MenuCheckboxItemProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  children: ReactNode;
};

/** A switchable line, e.g. a column of a table. */
export function MenuCheckboxItem(props: MenuCheckboxItemProps) {
  return (
    <BaseMenu.CheckboxItem
      checked={props.checked}
      disabled={props.disabled ?? false}
      onCheckedChange={props.onCheckedChange}
      className={popupItemClass}
    >
      <span className="flex-1">{props.children}</span>
      <BaseMenu.CheckboxItemIndicator>
        <Check aria-hidden />
      </BaseMenu.CheckboxItemIndicator>
    </BaseMenu.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
