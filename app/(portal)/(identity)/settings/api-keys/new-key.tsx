import { CommandBlock } from "#components/ui/command-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ApiReferences } from "./api-references.tsx";
import { commandsFor } from "./key-commands.ts";

/** A key that was made, and what its scopes let it do. */
export type MadeKey = { key: string; scopes: readonly string[] };

type NewKeyProps = { made: MadeKey; origin: string };

export function NewKey({ made: { key, scopes }, origin }: NewKeyProps) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 sm:flex-row sm:items-start">
        <code
          data-new-api-key
          className="min-w-0 flex-1 break-all rounded-md border bg-surface px-3 py-1.5 font-mono text-xs leading-5"
        >
          {key}
        </code>
        <CopyButton text={key} label="key" showLabel autoFocus />
      </div>
      {commandsFor(origin, scopes).map(({ title, text }) => (
        <div key={title}>
          <h3 className="mb-2 font-medium text-sm">Try it: {title}</h3>
          <CommandBlock text={text} label={`command to ${title}`} />
        </div>
      ))}
      <p className="text-ink-muted text-sm">
        What a key can do is in the references: <ApiReferences />.
      </p>
    </div>
  );
}
