import { CircleAlert, Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { Severity } from "#lib/security/rules/schema";
import { severityLabel } from "./labels.ts";

const looks: Record<Severity, { tone: Tone; Icon: LucideIcon }> = {
  low: { tone: "neutral", Icon: Info },
  medium: { tone: "info", Icon: CircleAlert },
  high: { tone: "warning", Icon: TriangleAlert },
  critical: { tone: "danger", Icon: OctagonAlert },
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { tone, Icon } = looks[severity];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {severityLabel(severity)}
    </Badge>
  );
}
