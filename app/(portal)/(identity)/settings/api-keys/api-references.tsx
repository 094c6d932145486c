const references = [
  { href: "/api/v1/docs", name: "events, alerts and access" },
  { href: "/access/v1/docs", name: "decisions" },
];

/** Links to the references of both APIs, as parts of a sentence. */
export function ApiReferences() {
  return references.map(({ href, name }, index) => (
    <span key={href}>
      {index > 0 ? " and " : ""}
      <a href={href} className="rounded text-accent-text underline underline-offset-2">
        {name}
      </a>
    </span>
  ));
}
