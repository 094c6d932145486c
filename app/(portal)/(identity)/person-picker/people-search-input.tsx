import { Search } from "lucide-react";
import type { Ref } from "react";
import { Input } from "#components/ui/input.tsx";

type PeopleSearchInputProps = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
};

/** Finds people by what they are called, while somebody types. */
export function PeopleSearchInput({ label, value, onChange, ref }: PeopleSearchInputProps) {
  return (
    <div className="relative">
      <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-ink-faint" />
      <Input
        ref={ref}
        value={value}
        maxLength={200}
        aria-label={label}
        placeholder="Name or e-mail address"
        autoComplete="off"
        spellCheck={false}
        className="pl-8 text-sm"
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
