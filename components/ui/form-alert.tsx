import { CircleAlert } from "lucide-react";

/** Why a form as a whole was refused. The live region is always there, so that changes are read out. */
export function FormAlert({ message }: { message: string | null }) {
  return (
    <div role="alert">
      {message ? (
        <div className="flex items-start gap-2 rounded-md border border-danger-line bg-danger-soft px-3 py-2 text-danger text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {message}
        </div>
      ) : null}
    </div>
  );
}
