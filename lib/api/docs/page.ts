import { html, raw } from "hono/html";
import { type ApiDocument, type Operation, operationsOf, resolve } from "./document.ts";
import { fieldsOf } from "./fields.ts";
import { fieldTable, operationSection, PROBLEM_TYPE, schemeName } from "./operation.ts";
import { style } from "./style.ts";
import { type Markup, prose } from "./text.ts";

/** The whole reference as one page, with nothing in it that the document does not say. */
export function docsMarkup(document: ApiDocument, baseUrl: string): Markup {
  const { title, version, description = "", license } = document.info;
  const groups = groupsOf(document);
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} ${version}</title>
  <style>${raw(style)}</style>
</head>
<body>
  <a class="skip" href="#content">Skip to the reference</a>
  <div class="shell">
    <aside class="side" aria-label="Contents">
      <p class="brand">${title}<span>v${version}</span></p>
      <nav aria-label="Operations">${links(groups)}</nav>
    </aside>
    <details class="menu"><summary>Contents</summary><nav aria-label="Operations">${links(groups)}</nav></details>
    <main id="content">
      <header class="intro">
        <h1>${title}</h1>
        ${prose(description)}
        <p class="facts"><span>Base address <code>${baseUrl}</code></span>
          <a href="openapi.json">OpenAPI ${document.openapi} document</a>
          ${license && html`<span class="muted">Licence ${license.name}</span>`}</p>
      </header>
      ${authentication(document)}
      ${errors(document)}
      ${groups.map(
        ({ name, about, operations }) => html`<section class="block" id="${anchorOf(name)}">
        <h2>${name}</h2>${prose(about)}
        ${operations.map((operation) => operationSection(document, operation, baseUrl))}
      </section>`,
      )}
    </main>
  </div>
</body>
</html>`;
}

type Group = { name: string; about: string; operations: Operation[] };

/** Operations by tag, in the order in which they are described. */
function groupsOf(document: ApiDocument): Group[] {
  const byTag = Object.entries(Object.groupBy(operationsOf(document), (one) => one.tag));
  return byTag.map(([name, operations = []]) => {
    const tag = document.tags?.find((one) => one.name === name);
    return { name, about: tag?.description ?? "", operations };
  });
}

function anchorOf(tag: string): string {
  return `tag-${tag.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
}

function links(groups: Group[]): Markup {
  return html`<ul class="links">
    <li><a href="#authentication">Authentication</a></li>
    <li><a href="#errors">Errors</a></li>
    ${groups.map(
      ({ name, operations }) =>
        html`<li><p class="group">${name}</p><ul class="links">${operations.map(
          ({ anchor, method, summary }) =>
            html`<li><a href="#${anchor}"><span class="verb">${method}</span>${summary}</a></li>`,
        )}</ul></li>`,
    )}
  </ul>`;
}

function authentication(document: ApiDocument): Markup {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  return html`<section class="block" id="authentication">
    <h2>Authentication</h2>
    <p>Every operation says which of these it takes.</p>
    ${schemes.map(([id, scheme]) => {
      const name = schemeName(id, scheme);
      return html`<div class="scheme"><h3>${name.charAt(0).toUpperCase()}${name.slice(1)}</h3>${prose(scheme.description ?? "")}</div>`;
    })}
  </section>`;
}

/** Every failure has the same shape, so it is told once. */
function errors(document: ApiDocument): Markup {
  const answers = operationsOf(document).flatMap((operation) => operation.answers);
  const media = answers.flatMap((one) => one.content).find(([type]) => type === PROBLEM_TYPE)?.[1];
  const schema = resolve(document, media?.schema);
  return html`<section class="block" id="errors">
    <h2>Errors</h2>
    <p>A request that fails is answered with <code>${PROBLEM_TYPE}</code>.</p>
    <div class="part">${fieldTable(fieldsOf(document, schema), "Problem details")}</div>
  </section>`;
}
