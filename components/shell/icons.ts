import {
  Blocks,
  CircleQuestionMark,
  CircleUser,
  Gauge,
  Group,
  KeyRound,
  type LucideIcon,
  MonitorSmartphone,
  ScrollText,
  Siren,
  UserRound,
  UsersRound,
  Workflow,
} from "lucide-react";
import type { NavigationItem } from "./navigation.ts";

export const navigationIcons: Record<NavigationItem["icon"], LucideIcon> = {
  overview: Gauge,
  alerts: Siren,
  audit: ScrollText,
  roles: UsersRound,
  people: UserRound,
  groups: Group,
  explain: CircleQuestionMark,
  modules: Blocks,
  jobs: Workflow,
  sessions: MonitorSmartphone,
  keys: KeyRound,
  account: CircleUser,
};
