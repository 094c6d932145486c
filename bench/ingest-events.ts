import { Random } from "#lib/core/random";

const STARTS_AT = Date.UTC(2026, 8, 1);

const people = [
  "Ada Okafor",
  "Bruno Keller",
  "Chiara Lindqvist",
  "Daniel Ferreira",
  "Elif Yılmaz",
  "Farah Haddad",
  "Grace Nakamura",
  "Henrik Sørensen",
] as const;

const actions = [
  ["invoice.refunded", "invoice"],
  ["invoice.approved", "invoice"],
  ["customer.updated", "customer"],
  ["document.downloaded", "document"],
  ["document.shared", "document"],
  ["report.exported", "report"],
  ["order.cancelled", "order"],
  ["shipment.dispatched", "shipment"],
  ["role.assigned", "user"],
  ["webhook.deliveryFailed", "webhook"],
  ["apiToken.rotated", "api_token"],
  ["featureFlag.enabled", "feature_flag"],
] as const;

const userAgents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
  "billing-sync/4.2.1 (node 24.21.0; linux)",
] as const;

const plans = ["starter", "team", "business", "enterprise"] as const;
const regions = ["eu-central", "eu-west", "us-east", "ap-southeast"] as const;

/**
 * Request bodies of the ingestion API, the same at every call: batches of events such as a business
 * application sends, 600 to 900 bytes each, most of whose ids are new words to the text index.
 */
export function makeBatches(batches: number, eventsPerBatch: number): Buffer[] {
  const random = new Random("bench ingest");
  return Array.from({ length: batches }, (_, batch) => {
    const events = Array.from({ length: eventsPerBatch }, (_, index) =>
      makeEvent(random, batch * eventsPerBatch + index),
    );
    return Buffer.from(JSON.stringify({ events }));
  });
}

function makeEvent(random: Random, index: number) {
  const [action, targetType] = random.pick(actions);
  const person = random.int(0, 399);
  const name = `${random.pick(people)} ${person}`;
  const target = random.int(1, 50_000);
  const failed = random.chance(0.06);
  return {
    id: random.uuid(),
    occurredAt: new Date(STARTS_AT + index * 40 + random.int(0, 39)).toISOString(),
    action,
    outcome: failed ? random.pick(["failure", "denied"]) : "success",
    source: random.pick(["billing", "crm", "documents"]),
    actor: { type: "user", id: `usr_${person.toString(36).padStart(6, "0")}`, name },
    target: { type: targetType, id: `${targetType}_${target}`, name: `${targetType} ${target}` },
    sourceIp: `${random.pick(["198.51.100", "203.0.113", "192.0.2"])}.${random.int(1, 254)}`,
    userAgent: random.pick(userAgents),
    requestId: random.uuid(),
    sessionId: `ses_${random.hex(16)}`,
    ...(failed && { reason: "The amount is above the limit of this role." }),
    details: {
      before: { plan: random.pick(plans), seats: random.int(1, 400), owner: random.pick(people) },
      after: { plan: random.pick(plans), seats: random.int(1, 400), owner: random.pick(people) },
      amountCents: random.int(100, 9_000_000),
      currency: random.pick(["EUR", "USD", "CHF"]),
      region: random.pick(regions),
      labels: [`quarter-${random.int(1, 4)}`, `branch-${random.int(1, 60)}`],
    },
  };
}
