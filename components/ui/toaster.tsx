"use client";

import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/**
 * Base UI's toasts and not sonner's: sonner puts a <style> without a nonce into the page when it is
 * imported, which our Content-Security-Policy refuses.
 */
const manager = Toast.createToastManager();

type ToastOptions = { description?: ReactNode; timeoutMs?: number };

const DEFAULT_TIMEOUT_MS = 5_000;
/** A failure must be readable in peace. */
const ERROR_TIMEOUT_MS = 10_000;

function show(type: "success" | "error" | "info", title: string, options: ToastOptions = {}) {
  const fallback = type === "error" ? ERROR_TIMEOUT_MS : DEFAULT_TIMEOUT_MS;
  return manager.add({
    title,
    type,
    description: options.description,
    timeout: options.timeoutMs ?? fallback,
    priority: type === "error" ? "high" : "low",
  });
}

/** Outcomes of what a person just did. Callable from anywhere in the browser. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show("success", title, options),
  error: (title: string, options?: ToastOptions) => show("error", title, options),
  info: (title: string, options?: ToastOptions) => show("info", title, options),
};

/** Once, in the root layout. */
export function Toaster() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        {/* Where no side panel has its buttons. */}
        <Toast.Viewport className="-translate-x-1/2 fixed top-4 left-1/2 z-60 flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-2 outline-none md:top-auto md:bottom-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      swipeDirection={["right", "down"]}
      className="rounded-lg border bg-raised text-ink shadow-popup transition-[opacity,translate] duration-150 data-limited:hidden data-ending-style:translate-y-2 data-starting-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3 text-sm">
        <ToastIcon type={item.type} />
        <div className="min-w-0 flex-1 break-words">
          <Toast.Title className="font-medium" render={<div />} />
          <Toast.Description className="text-ink-muted" render={<div />} />
        </div>
        <Toast.Close
          render={
            <Button iconOnly aria-label="Dismiss" variant="ghost" size="sm" className="-my-1">
              <X aria-hidden />
            </Button>
          }
        />
      </Toast.Content>
    </Toast.Root>
  ));
}

function ToastIcon({ type }: { type: string | undefined }) {
  const shape = "mt-0.5 size-4 shrink-0";
  if (type === "success") return <CircleCheck aria-hidden className={`${shape} text-success`} />;
  if (type === "error") return <CircleAlert aria-hidden className={`${shape} text-danger`} />;
  return <Info aria-hidden className={`${shape} text-ink-muted`} />;
}
