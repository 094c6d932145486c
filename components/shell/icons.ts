import { CircleUser, KeyRound, type LucideIcon, MonitorSmartphone, ScrollText } from "lucide-react";
import type { NavigationItem } from "./navigation.ts";

export const navigationIcons: Record<NavigationItem["icon"], LucideIcon> = {
  audit: ScrollText,
  sessions: MonitorSmartphone,
  keys: KeyRound,
  account: CircleUser,
};
