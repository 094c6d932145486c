import { html } from "hono/html";
import { type Answer, type ApiDocument, type Operation, resolve } from "./document.ts";
import { curlOf, exampleOf } from "./examples.ts";
import { type Field, fieldOf, fieldsOf, typeName } from "./fields.ts";
import { type Markup, prettyJson, prose } from "./text.ts";

export const PROBLEM_TYPE = "application/problem+json";

/** One operation: what it does on the left, what to type and what comes back on the right. */
export function operationSection(
  document: ApiDocument,
  operation: Operation,
  baseUrl: string,
): Markup {
  const { anchor, summary, description } = operation;
  return html`<article class="operation" id="${anchor}" aria-labelledby="${anchor}-title">
    <header class="heading">
      <h3 id="${anchor}-title"><a href="#${anchor}">${summary}</a></h3>
      <p class="address">${badge(operation.method)}<span>${basePath(baseUrl)}${operation.path}</span></p>
    </header>
    <div>
      <div class="prose">${prose(description)}${security(document, operation)}</div>
      ${parameters(document, operation)}${body(document, operation)}${answers(document, operation)}
    </div>
    ${samples(document, operation, baseUrl)}
  </article>`;
}

function basePath(baseUrl: string): string {
  return new URL(baseUrl).pathname.replace(/\/$/, "");
}

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

function badge(method: string): Markup {
  return html`<span class="${reading.has(method) ? "badge" : "badge writes"}">${method}</span>`;
}

function security(document: ApiDocument, { security: sets }: Operation): Markup {
  if (sets.length === 0) return html`<p class="muted">No credential needed.</p>`;
  const schemes = document.components?.securitySchemes ?? {};
  const names = sets.map((set) => set.map((id) => schemeName(id, schemes[id])).join(" and "));
  return html`<p class="muted">Credential: ${names.join(", or ")}. <a href="#authentication">How to send it</a></p>`;
}

/** How people call a security scheme. */
export function schemeName(id: string, scheme: object | undefined): string {
  const { type, scheme: http, in: place } = { type: "", scheme: "", in: "", ...scheme };
  if (type === "http" && http === "bearer") return "API key";
  if (type === "apiKey" && place === "cookie") return "session cookie";
  return id;
}

const places = {
  path: "In the path",
  query: "Query parameters",
  header: "Headers",
  cookie: "Cookies",
};

function parameters(document: ApiDocument, operation: Operation): Markup[] {
  return Object.entries(places).flatMap(([place, title]) => {
    const fields = operation.parameters
      .filter((one) => one.in === place)
      .map(({ name, schema, required = false, description }) => {
        const field = fieldOf(document, [name], resolve(document, schema), required);
        return { ...field, description: description ?? field.description };
      });
    return fields.length === 0
      ? []
      : [html`<section class="part"><h4>${title}</h4>${fieldTable(fields, title)}</section>`];
  });
}

function body(document: ApiDocument, { body: described }: Operation): Markup[] {
  const seen = new Map<string, string>();
  return (described?.content ?? []).map(([type, media]) => {
    const schema = resolve(document, media.schema);
    const fields = fieldsOf(document, schema);
    const twin = seen.get(JSON.stringify(fields.map((field) => field.path.at(-1))));
    seen.set(JSON.stringify(fields.map((field) => field.path.at(-1))), type);
    return html`<section class="part">
      <h4>Body as <span class="mono">${type}</span></h4>
      ${twin ? html`<p class="muted">The same fields as ${twin}.</p>` : fieldTable(fields, `Body as ${type}`)}
    </section>`;
  });
}

function answers(document: ApiDocument, operation: Operation): Markup {
  const good = operation.answers.filter((one) => !isProblem(one));
  const problems = operation.answers.filter(isProblem);
  const shown = new Map<string, string>();
  return html`${good.map((one) => goodAnswer(document, one, shown))}
    ${
      problems.length > 0 &&
      html`<section class="part"><h4>Errors</h4>
      <ul class="answers">${problems.map(
        (one) =>
          html`<li class="answer"><span class="status">${one.status}</span><span>${one.description}</span></li>`,
      )}</ul>
      <p class="muted">Each answers with <a href="#errors">problem details</a>.</p></section>`
    }`;
}

function isProblem(answer: Answer): boolean {
  return answer.content.some(([type]) => type === PROBLEM_TYPE);
}

/** Answers of one operation often have one shape: it is shown with the first of them. */
function goodAnswer(document: ApiDocument, answer: Answer, shown: Map<string, string>): Markup {
  const { status, description, content } = answer;
  const schema = resolve(document, content[0]?.[1].schema);
  const shape = JSON.stringify(schema);
  const twin = shown.get(shape);
  shown.set(shape, twin ?? status);
  const fields = fieldsOf(document, schema);
  const table =
    fields.length > 0 ? fieldTable(fields, `Answer ${status}`) : typeName(document, schema);
  return html`<section class="part">
    <h4>Answer ${status}</h4>
    <div class="prose">${prose(description)}</div>
    ${content.length > 0 && (twin ? html`<p class="muted">The same fields as ${twin}.</p>` : table)}
  </section>`;
}

/** A table that a narrow screen shows as blocks: the roles keep it a table to a screen reader. */
export function fieldTable(fields: Field[], label: string): Markup {
  return html`<table role="table" aria-label="${label}">
    <thead role="rowgroup"><tr role="row">
      <th role="columnheader" scope="col" class="name-column">Name</th>
      <th role="columnheader" scope="col" class="type-column">Type</th>
      <th role="columnheader" scope="col">Meaning</th>
    </tr></thead>
    <tbody role="rowgroup">${fields.map(fieldRow)}</tbody>
  </table>`;
}

function fieldRow(field: Field): Markup {
  const limits = field.limits.join("; ");
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="name">${fieldName(field.path)}${field.required && html`<span class="required">required</span>`}</th>
    <td role="cell" class="type">${field.type}</td>
    <td role="cell">${prose(field.description)}
      ${field.options.length > 0 && html`<p>${field.options.map((one, i) => html`${i > 0 && " "}<code>${one}</code>`)}</p>`}
      ${limits && html`<p class="muted">${limits.charAt(0).toUpperCase()}${limits.slice(1)}.</p>`}</td>
  </tr>`;
}

/** The way to an inner field is faint, and may break after each dot. */
function fieldName(path: string[]): Markup {
  const outer = path.slice(0, -1).map((name) => html`${name}.<wbr>`);
  return html`${outer.length > 0 && html`<i>${outer}</i>`}${path.at(-1)}`;
}

function samples(document: ApiDocument, operation: Operation, baseUrl: string): Markup {
  const good = operation.answers.find((one) => one.content.length > 0 && !isProblem(one));
  const media = good?.content[0]?.[1];
  const { anchor } = operation;
  return html`<div class="samples">
    <figure aria-labelledby="${anchor}-request"><figcaption id="${anchor}-request">Request</figcaption>
      <pre tabindex="0" aria-labelledby="${anchor}-request" role="group"><code>${curlOf(document, operation, baseUrl)}</code></pre></figure>
    ${
      media &&
      html`<figure aria-labelledby="${anchor}-answer"><figcaption id="${anchor}-answer">Answer ${good.status}</figcaption>
      <pre tabindex="0" aria-labelledby="${anchor}-answer" role="group"><code>${prettyJson(exampleOf(document, media))}</code></pre></figure>`
    }
  </div>`;
}
