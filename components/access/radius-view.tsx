import { Minus, Plus } from "lucide-react";
import { formatNumber } from "#components/ui/format-number.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { permissionsCount } from "./permission-words.ts";
import {
  peopleWords,
  type Radius,
  type RadiusGroup,
  reachingWords,
  SHOWN_PEOPLE,
} from "./radius.ts";

/** As many fit in a line or two; the others are one click away. */
const SHOWN_AT_ONCE = 6;

type RadiusViewProps = {
  radius: Radius;
  /** What a change has done, and not what it would do. */
  hasHappened?: boolean;
};

/** Who gains and who loses what, in words. */
export function RadiusView({ radius, hasHappened = false }: RadiusViewProps) {
  if (radius.peopleCount === 0) {
    return (
      <p className="text-ink-muted text-sm">
        {hasHappened
          ? "Nobody’s access changed at once: nothing was gained and nothing was lost."
          : "Nobody’s access changes at once: nothing is gained and nothing is lost."}
      </p>
    );
  }
  const { groups, untilChosen = [] } = radius;
  return (
    <div className="flex flex-col gap-3">
      <Groups groups={groups} verbs={hasHappened ? past : present} />
      {untilChosen.length > 0 ? (
        <>
          <p className="text-ink-muted text-sm">
            In a session, before they have chosen which of their roles to use:
          </p>
          <Groups groups={untilChosen} verbs={hasHappened ? pastUse : presentUse} />
        </>
      ) : null}
    </div>
  );
}

/** For several people and for one. */
type Verbs = { gain: string; gains: string; lose: string; loses: string };

const present = { gain: "gain", gains: "gains", lose: "lose", loses: "loses" };
const past = { gain: "gained", gains: "gained", lose: "lost", loses: "lost" };
const presentUse = {
  gain: "can use",
  gains: "can use",
  lose: "cannot use",
  loses: "cannot use",
};
const pastUse = {
  gain: "could use",
  gains: "could use",
  lose: "could not use",
  loses: "could not use",
};

function Groups({ groups, verbs }: { groups: readonly RadiusGroup[]; verbs: Verbs }) {
  if (groups.length === 0) return null;
  return (
    <ul className="flex flex-col gap-3">
      {groups.map((group) => {
        const who = peopleWords(group.people, group.morePeople);
        const isOne = group.people.length + group.morePeople === 1;
        return (
          <li key={group.people[0]?.id ?? who} className="flex flex-col gap-1.5 text-sm">
            {group.gained.length > 0 ? (
              <Change
                who={who}
                isGain
                verb={isOne ? verbs.gains : verbs.gain}
                items={group.gained}
              />
            ) : null}
            {group.lost.length > 0 ? (
              <Change who={who} verb={isOne ? verbs.loses : verbs.lose} items={group.lost} />
            ) : null}
            <AllPeople people={group.people} more={group.morePeople} />
          </li>
        );
      })}
    </ul>
  );
}

/** The names that the sentences above leave out. */
function AllPeople({ people, more }: { people: RadiusGroup["people"]; more: number }) {
  const count = people.length + more;
  if (count <= SHOWN_PEOPLE) return null;
  return (
    <Disclosure className="pl-6 text-ink-muted" summary={`All ${formatNumber(count)} people`}>
      <p className="wrap-anywhere">{peopleWords(people, more, people.length)}.</p>
    </Disclosure>
  );
}

type ChangeProps = {
  who: string;
  verb: string;
  isGain?: boolean;
  items: RadiusGroup["gained"];
};

function Change({ who, verb, isGain = false, items }: ChangeProps) {
  const Icon = isGain ? Plus : Minus;
  const words = items.map(reachingWords);
  const said = (
    <>
      <span className="font-medium">{who}</span> {verb}{" "}
    </>
  );
  return (
    <div className="flex items-start gap-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
      {words.length <= SHOWN_AT_ONCE ? (
        <p className="min-w-0">
          {said}
          {words.join(", ")}.
        </p>
      ) : (
        <Disclosure
          summary={
            <>
              {said}
              {permissionsCount(words.length)}
            </>
          }
        >
          <p className="text-ink-muted">{words.join(", ")}.</p>
        </Disclosure>
      )}
    </div>
  );
}
