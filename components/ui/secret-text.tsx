import { CopyButton } from "./copy-button.tsx";

type SecretTextProps = {
  text: string;
  /** What it is, for the button that copies it: "key". */
  label: string;
};

/** A key or a link that is shown this once, to be copied. */
export function SecretText({ text, label }: SecretTextProps) {
  return (
    <div className="flex flex-col gap-2 sm:flex-row sm:items-start">
      <code
        data-secret
        className="min-w-0 flex-1 break-all rounded-md border bg-surface px-3 py-1.5 font-mono text-xs leading-5"
      >
        {text}
      </code>
      <CopyButton text={text} label={label} showLabel autoFocus />
    </div>
  );
}
