import type { ReactNode } from "react";
import { GatehouseMark } from "#components/shell/gatehouse-mark.tsx";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-surface px-4 pt-[max(2rem,14dvh)] pb-8">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-2 font-semibold text-lg">
          <GatehouseMark />
          Gatehouse
        </div>
        <div className="rounded-xl border bg-raised p-6">{children}</div>
      </div>
    </main>
  );
}
