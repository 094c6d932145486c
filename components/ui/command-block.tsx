import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

type CommandBlockProps = {
  text: string /** What is copied, for the button's name. */;
  label: string;
  className?: string;
};

/** A command to run elsewhere. It wraps rather than scrolls: a scrolling box would take the focus. */
export function CommandBlock({ text, label, className }: CommandBlockProps) {
  return (
    <div className={cn("relative rounded-lg border bg-surface text-left", className)}>
      <pre className="wrap-anywhere whitespace-pre-wrap p-3 pr-12 font-mono text-ink text-xs leading-5">
        {text}
      </pre>
      <CopyButton text={text} label={label} className="absolute top-2 right-2" />
    </div>
  );
}
