/** The style of the page: no outside resources, light and dark, narrow and wide, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1c2024; --soft: #5a6470; --ground: #ffffff; --raised: #f4f6f8; --line: #d5dae0; --link: #0a58ca;
  --high: #b3261e; --middle: #8a5a00; --low: #1a6b3c; --minus: #ffe9e7; --plus: #e3f6e8;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --text: #e6e9ec; --soft: #9aa4af; --ground: #14171a; --raised: #1e2327; --line: #363d44; --link: #7db4ff;
    --high: #ff8f87; --middle: #f0b94d; --low: #6fd08c; --minus: #3d1d1b; --plus: #173423;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 100rem; color: var(--text); background: var(--ground);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .75rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
:target { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font: .875em/1.5 ui-monospace, monospace; }
code code { font-size: inherit; }
.meta, .note { color: var(--soft); }
.refused h1, .fails h1, .high { color: var(--high); }
.middle { color: var(--middle); }
.low { color: var(--low); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0; padding: 0; list-style: none; }
section { min-width: 0; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
td.number { font-variant-numeric: tabular-nums; }
ul, ol { padding-left: 1.5rem; }
td > ul { margin: 0; padding-left: 1rem; }
li { margin: .25rem 0; }
ol.calls { padding-left: 2.5rem; }
.diff { margin: 0; padding: .5rem; background: var(--raised); white-space: pre-wrap; }
.diff span { display: block; }
.diff .minus { background: var(--minus); }
.diff .plus { background: var(--plus); }
.diff .at { color: var(--soft); }
.box { margin: 1rem 0; padding: .75rem 1rem; background: var(--raised); border-left: 4px solid var(--line); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
summary { cursor: pointer; color: var(--soft); }
summary h3 { display: inline; }
@media print, (min-width: 48.01rem) {
  th { overflow-wrap: normal; }
}
@media (min-width: 75rem) {
  body { padding: 1.5rem 2rem; }
  main { columns: auto; }
  .diffs { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; align-items: start; }
}
@media screen {
  details:not([open]) + .folded { display: none; }
  details:not([open]) + .folded:has(:target) { display: block; }
}
@media screen and (max-width: 48rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr, td { display: block; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { padding: .1rem 0; border: 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  nav { display: none; }
  a { color: inherit; }
  h2, h3 { break-after: avoid; }
  tr, li, .box { break-inside: avoid; }
  summary { list-style: none; }
}
`;
