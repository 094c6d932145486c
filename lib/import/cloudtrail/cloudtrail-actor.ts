import { cut, type Fields, fieldsOf, firstFitting, textOf } from "../fields.ts";

const MAX_ACTOR = 256;

type ImportedActor = { type: "external"; id: string; name: string };

/**
 * Who did it, from a record's `userIdentity`. The id is what stays the same from event to event
 * (ARN, else principal id); the name is what a person would call them. Undefined when the record
 * names nobody.
 */
export function cloudTrailActor(userIdentity: unknown): ImportedActor | undefined {
  const identity = fieldsOf(userIdentity);
  // Of an ARN with a long path only the whole is an id, so the next candidate stands in for it.
  const id = firstFitting(MAX_ACTOR, [
    identity.arn,
    identity.principalId,
    fieldsOf(identity.onBehalfOf).userId,
    identity.invokedBy,
    identity.credentialId,
    identity.userName,
    identity.accountId,
  ]);
  if (id === undefined) return undefined;
  return { type: "external", id, name: cut(nameOf(identity) ?? id, MAX_ACTOR) };
}

/** For whom IAM Identity Center acted, unless that is the actor itself. */
export function cloudTrailOnBehalfOf(userIdentity: unknown): string | undefined {
  const identity = fieldsOf(userIdentity);
  const userId = firstFitting(MAX_ACTOR, [fieldsOf(identity.onBehalfOf).userId]);
  return textOf(identity.arn) || textOf(identity.principalId) ? userId : undefined;
}

function nameOf(identity: Fields): string | undefined {
  const userName = textOf(identity.userName);
  const account = textOf(identity.accountId);
  switch (identity.type) {
    case "AssumedRole":
    case "FederatedUser":
      return sessionName(identity) ?? userName;
    case "Root":
      // Here userName, when there is one, is the account's alias.
      return `root of ${userName ?? account ?? "an unnamed account"}`;
    case "AWSAccount":
      return userName ?? (account ? `AWS account ${account}` : undefined);
    case "AWSService":
      return textOf(identity.invokedBy) ?? userName;
    default:
      return userName ?? lastPart(textOf(identity.arn)) ?? textOf(identity.invokedBy);
  }
}

/** "role/session": `arn:aws:sts::1:assumed-role/deployer/ci-42` without what is around it. */
function sessionName(identity: Fields): string | undefined {
  const path = textOf(identity.arn)?.split("/").slice(1) ?? [];
  const session = path.at(-1) ?? textOf(identity.principalId)?.split(":")[1];
  const issuer = fieldsOf(fieldsOf(identity.sessionContext).sessionIssuer);
  const issuedBy = textOf(issuer.userName) ?? lastPart(textOf(issuer.arn)) ?? path.at(-2);
  return [issuedBy, session].filter(Boolean).join("/") || undefined;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split(/[/:]/).at(-1) || undefined;
}
