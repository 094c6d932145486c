import { html } from "hono/html";

/** Escaped markup: what `html` gives and takes unescaped. Everything else it escapes. */
export type Markup = ReturnType<typeof html>;

/** Descriptions are plain text with `code` in backticks and paragraphs between empty lines. */
export function prose(text: string): Markup[] {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "");
  return paragraphs.map((paragraph) => html`<p>${inline(paragraph)}</p>`);
}

function inline(text: string): (Markup | string)[] {
  // Splitting at a capturing group puts what was captured at the odd places.
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

const jsonString = /("(?:[^"\\]|\\.)*")(\s*:)?/g;

/** JSON to read: values that are strings stand out from names. */
export function prettyJson(value: unknown): Markup {
  const text = JSON.stringify(value, null, 2);
  const parts: (Markup | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(jsonString)) {
    parts.push(text.slice(end, match.index));
    const [whole, string, colon] = match;
    parts.push(colon ? whole : html`<span class="text">${string}</span>`);
    end = match.index + whole.length;
  }
  return html`${[...parts, text.slice(end)]}`;
}
