import type { Metadata } from "next";
import { CommandBlock } from "#components/ui/command-block.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { listReviewKeys } from "#lib/governance/reviews/queries";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { ReviewsFrame } from "../frame.tsx";

export const metadata: Metadata = { title: "Checking evidence" };

/** The public keys, and how to check a file with them. */
export default permittedPage("review.read", async (grant) => {
  const [actor, keys] = await Promise.all([requireActor(), listReviewKeys(grant)]);
  return (
    <ReviewsFrame
      current="/reviews/evidence"
      canStart={actor.permissions.has("review.create")}
      seesEvidence
    >
      <section aria-labelledby="how" className="mb-8 text-sm">
        <h2 id="how" className="mb-1 font-semibold text-base">
          How to check a file
        </h2>
        <p className="mb-3 text-pretty text-ink-muted">
          The evidence of a closed review is a flattened JWS (RFC 7515), signed with Ed25519.
          Anybody can check it without asking this portal, with any JOSE library or with Gatehouse
          itself. Give the auditor the public key below by another way than the file.
        </p>
        <CommandBlock
          label="command"
          text={"npm run verify-evidence -- review.json --key key.json"}
        />
      </section>
      <section aria-labelledby="keys" className="mb-8">
        <h2 id="keys" className="mb-1 font-semibold text-base">
          Public keys
        </h2>
        {keys.length === 0 ? (
          <EmptyState title="No keys yet" level={3}>
            The first one is listed here as soon as a review is closed and its evidence signed.
          </EmptyState>
        ) : (
          <>
            <p className="mb-3 text-pretty text-ink-muted text-sm">
              A key changes only when the secret of this installation does. Older keys stay, so that
              older files can be checked.
            </p>
            <ul aria-labelledby="keys" className="flex flex-col gap-4">
              {keys.map(({ kid, jwk, since }) => (
                <li key={kid} className="text-sm">
                  <p className="mb-1.5">
                    <code className="font-mono text-xs">{kid}</code>{" "}
                    <span className="text-ink-muted">
                      first used <RelativeTime value={since} />
                    </span>
                  </p>
                  <CommandBlock label="public key" text={JSON.stringify({ ...jwk, kid })} />
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </ReviewsFrame>
  );
});
