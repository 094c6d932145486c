import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

type VersionNoticeProps = {
  /** `conflict`: somebody saved another version first; `rebased`: that version is loaded now. */
  state: "conflict" | "rebased" | null;
  isLoading: boolean;
  onLoad: () => void;
};

/** Says that somebody else edits too. The live region is always there, so that it is read out. */
export function VersionNotice({ state, isLoading, onLoad }: VersionNoticeProps) {
  return (
    <div role="alert">
      {state === "conflict" ? (
        <Notice>
          <p>
            <strong className="font-medium">Not saved: somebody else changed this role</strong>{" "}
            after you opened it. Load their version; your changes stay on top of it.
          </p>
          <Button className="mt-2" size="sm" pending={isLoading} onClick={onLoad}>
            Load the newest version
          </Button>
        </Notice>
      ) : null}
      {state === "rebased" ? (
        <Notice>
          <p>
            <strong className="font-medium">Somebody else changed this role.</strong> Their version
            is loaded, with your changes on top of it. Look at them once more, then save.
          </p>
        </Notice>
      ) : null}
    </div>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 border-warning-line border-b bg-warning-soft px-3 py-2 text-sm">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
