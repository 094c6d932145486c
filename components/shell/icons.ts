import {
  CircleUser,
  Gauge,
  KeyRound,
  type LucideIcon,
  MonitorSmartphone,
  ScrollText,
  Siren,
  UsersRound,
  Workflow,
} from "lucide-react";
import type { NavigationItem } from "./navigation.ts";

export const navigationIcons: Record<NavigationItem["icon"], LucideIcon> = {
  overview: Gauge,
  alerts: Siren,
  audit: ScrollText,
  roles: UsersRound,
  jobs: Workflow,
  sessions: MonitorSmartphone,
  keys: KeyRound,
  account: CircleUser,
};
