import { ClockTime } from "#components/ui/local-text.tsx";

/** "as of 14:03:27", to the second: figures that move must say how new they are. */
export function AsOf({ value }: { value: string }) {
  return (
    <>
      as of <ClockTime value={value} />
    </>
  );
}
