import { CommandBlock } from "#components/ui/command-block.tsx";
import { SecretText } from "#components/ui/secret-text.tsx";
import { ApiReferences } from "./api-references.tsx";
import { commandsFor } from "./key-commands.ts";

/** A key that was made, and what its scopes let it do. */
export type MadeKey = { key: string; scopes: readonly string[] };

type NewKeyProps = { made: MadeKey; origin: string };

export function NewKey({ made: { key, scopes }, origin }: NewKeyProps) {
  return (
    <div className="flex flex-col gap-4">
      <SecretText text={key} label="key" />
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
