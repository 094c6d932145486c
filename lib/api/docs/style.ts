/** The page's whole style; docs-page.ts allows exactly this text by its hash. */
export const style = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#fff, #111214);
  --surface: light-dark(#f8f8f9, #191a1d);
  --line: light-dark(#e6e6e9, #2b2c30);
  --ink: light-dark(#1a1b1f, #ededf0);
  --muted: light-dark(#55575e, #a9abb3);
  --accent: light-dark(#3d46c9, #a3adff);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--canvas); color: var(--ink); font-size: 14px; line-height: 1.55;
  font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, h4, p, ul, pre, table { margin: 0; padding: 0; }
h1 { font-size: 24px; line-height: 1.25; letter-spacing: -0.015em; font-weight: 650; }
h2 { font-size: 18px; line-height: 1.3; letter-spacing: -0.01em; font-weight: 650; }
h3 { font-size: 16px; line-height: 1.35; font-weight: 600; }
h4 { font-size: 13px; font-weight: 600; }
p { max-width: 65ch; }
code, pre, .mono { font-family: var(--mono); font-size: 12.5px; }
p code, td code, li code { padding: 1px 4px; border: 1px solid var(--line); border-radius: 4px;
  background: var(--surface); font-size: 12px; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem .75rem; background: var(--canvas); z-index: 1; }

.shell { display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
.side { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem;
  border-right: 1px solid var(--line); background: var(--surface); font-size: 13px; }
.brand { padding: 0 .5rem 1rem; font-size: 14px; font-weight: 650; }
.brand span { margin-left: .375rem; color: var(--muted); font-weight: 400; }
.links { list-style: none; }
.links .group { padding: 1rem .5rem .25rem; color: var(--muted); font-size: 12px; font-weight: 600; }
.links a { display: flex; gap: .5rem; align-items: baseline; padding: .3125rem .5rem; border-radius: 6px;
  color: var(--ink); text-decoration: none; }
.links a:hover { background: light-dark(#ececef, #25262a); }
.links .verb { width: 2.625rem; flex: none; color: var(--muted); font: 600 10.5px/1 var(--mono); }
.menu { display: none; }

main { padding: 2.5rem 3rem 6rem; max-width: 84rem; }
.intro { display: grid; gap: .75rem; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: 13px; }
section.block { padding-top: 2.5rem; margin-top: 2.5rem; border-top: 1px solid var(--line); }
section.block > h2 { margin-bottom: .5rem; }
section.block > h2 + p { color: var(--muted); }
.scheme { margin-top: 1rem; display: grid; gap: .25rem; }

.operation { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 27rem); gap: 1.25rem 3rem;
  padding-top: 2.25rem; margin-top: 2.25rem; border-top: 1px solid var(--line); }
section.block > h2 + .operation, section.block > p + .operation { border-top: 0; margin-top: 0; padding-top: 1.75rem; }
.operation > * { min-width: 0; }
.heading { grid-column: 1 / -1; display: grid; gap: .625rem; }
.heading h3 a { color: inherit; text-decoration: none; }
.heading h3 a:hover { text-decoration: underline; }
.address { display: flex; align-items: center; gap: .625rem; font: 13px/1.5 var(--mono);
  overflow-wrap: anywhere; }
.badge { flex: none; padding: 2px 7px; border: 1px solid light-dark(#86888f, #6d6f77); border-radius: 5px;
  font: 600 11px/1.4 var(--mono); }
.badge.writes { border-color: var(--ink); background: var(--ink); color: var(--canvas); }
.prose { display: grid; gap: .5rem; }
.part { margin-top: 1.75rem; }
.part > h4 { margin-bottom: .25rem; }
.samples { display: grid; gap: 1rem; align-content: start; align-self: start; position: sticky; top: 1.5rem; }

table { width: 100%; border-collapse: collapse; font-size: 13px; table-layout: fixed; }
th, td { padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); text-align: left;
  vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
thead th { border-top: 0; padding: .25rem 0; color: var(--muted); font-size: 12px; }
.name-column { width: 34%; } .type-column { width: 19%; }
th.name { font: 12.5px/1.55 var(--mono); }
th.name i { color: var(--muted); font-style: normal; }
td.type { color: var(--muted); font-size: 12.5px; }
.required { display: block; color: var(--muted); font: 11.5px/1.5 ui-sans-serif, system-ui, sans-serif; }
.required::before { content: "•"; margin-right: .25rem; color: var(--accent); }
td p + p { margin-top: .25rem; }
td p:empty { display: none; }
.answer { border-top: 1px solid var(--line); padding: .5rem 0; display: flex; gap: .75rem; font-size: 13px; }
.answer .status { flex: none; width: 2rem; font: 600 12.5px/1.6 var(--mono); }
.answer.wide { border-top: 0; padding-top: .25rem; }
.answers { list-style: none; }

figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); overflow: hidden; }
figcaption { padding: .375rem .75rem; border-bottom: 1px solid var(--line); color: var(--muted);
  font-size: 12px; font-weight: 500; }
pre { padding: .75rem; overflow-x: auto; line-height: 1.6; tab-size: 2; max-height: 30rem; }
pre .text { color: light-dark(#3d46c9, #a3adff); }
pre .name { color: var(--ink); }

@media (max-width: 75rem) {
  .operation { grid-template-columns: minmax(0, 1fr); }
  .samples { position: static; }
  main { padding-inline: 2rem; }
}
@media (max-width: 52rem) {
  .shell { grid-template-columns: minmax(0, 1fr); }
  .side { display: none; }
  .menu { display: block; border-bottom: 1px solid var(--line); background: var(--surface); }
  .menu summary { padding: .875rem 1rem; font-weight: 600; cursor: pointer; }
  .menu nav { padding: 0 .5rem .75rem; }
  .links a { padding-block: .625rem; }
  main { padding: 1.5rem 1rem 4rem; }
  table, tbody, tr, th, td { display: block; width: auto; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { padding: .625rem 0; border-top: 1px solid var(--line); }
  th, td { border: 0; padding: 0; }
  .required { display: inline; margin-left: .5rem; }
}
@media print { .side, .menu, .skip { display: none; } .shell { display: block; } }
`;
