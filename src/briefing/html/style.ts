/** What a briefing needs beside the style of every page. */
export const BRIEFING_STYLE = `
.alarm h1 { color: var(--high); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { margin: 0; padding: .5rem .75rem; background: var(--raised); border-left: 4px solid currentColor; }
.tiles a { color: inherit; font-weight: 600; }
.picture { overflow-x: auto; border: 1px solid var(--line); }
.picture:focus-visible { outline: 2px solid var(--link); }
.picture svg { display: block; width: 100%; height: auto; margin: 0 auto; }
.picture text { font: 12px ui-monospace, monospace; fill: var(--text); overflow-wrap: normal; }
.picture text.name { font-weight: 700; }
.picture a text.name { fill: var(--link); }
.picture a:target, .picture a:focus-visible { outline: 2px solid var(--link); }
.picture text.note { fill: var(--soft); }
.picture text.undeclared, .picture text.bad { fill: var(--high); }
.picture text.missing { fill: var(--middle); }
.node rect { fill: var(--raised); stroke: var(--line); }
.node.safe rect, .node.timelock rect, .node.passing rect { stroke: var(--link); stroke-width: 1.5; }
.node.everybody rect, .node.stranger rect { stroke: var(--high); }
.edge .line { fill: none; stroke: var(--soft); }
.edge .tip { fill: var(--soft); }
.edge.undeclared .line { stroke: var(--high); stroke-width: 1.5; }
.edge.undeclared .tip { fill: var(--high); }
.edge.missing .line { stroke: var(--middle); stroke-dasharray: 5 4; }
.edge.missing .tip { fill: var(--middle); }
.edge:hover .line { stroke-width: 3; }
.short { white-space: nowrap; }
details { margin-top: .5rem; }
.rules { font-size: .875rem; color: var(--soft); }
@media print, (min-width: 48.01rem) {
  td { overflow-wrap: break-word; }
  td code, td.long { overflow-wrap: anywhere; }
}
@media print {
  body { font-size: 9pt; }
  .picture { overflow: visible; border: 0; }
  .picture svg { min-width: 0 !important; max-width: 100% !important; max-height: 24cm; }
  .picture a text.name { fill: var(--text); }
  .tiles { grid-template-columns: repeat(4, 1fr); }
  thead { display: table-header-group; }
  details { break-after: avoid; margin-top: 1rem; }
}
`;
