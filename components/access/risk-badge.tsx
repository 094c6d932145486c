import type { Risk } from "#lib/authz/catalogue/permission";
import { Badge, type Tone } from "../ui/badge.tsx";

const risks: Record<Risk, { tone: Tone; label: string }> = {
  low: { tone: "neutral", label: "Low" },
  medium: { tone: "info", label: "Medium" },
  high: { tone: "warning", label: "High" },
  critical: { tone: "danger", label: "Critical" },
};

type RiskBadgeProps = {
  risk: Risk;
  /** "High risk" in place of "High", where nothing around says what is high. */
  full?: boolean;
};

export function RiskBadge({ risk, full = false }: RiskBadgeProps) {
  const { tone, label } = risks[risk];
  return (
    <Badge tone={tone}>
      {label}
      {full ? " risk" : <span className="sr-only"> risk</span>}
    </Badge>
  );
}
