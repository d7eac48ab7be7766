/**
 * The style sheet of the HTML report: light and dark, narrow and wide, no font from elsewhere. Its six
 * hues are those that color-blind readers tell apart (after Okabe and Ito), darkened or lightened.
 */
export const HTML_STYLE = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --soft: #59636e; --line: #d5dae0;
  --panel: #f6f8fa; --gain: #00795a; --loss: #b84a00;
  --c0: #6b7480; --c1: #0067a6; --c2: #b84a00; --c3: #00795a; --c4: #a8477f; --c5: #8a6400; }
@media (prefers-color-scheme: dark) {
  :root { --back: #12161b; --text: #e6eaef; --soft: #9aa5b1; --line: #333b45; --panel: #1a2027;
    --gain: #35c495; --loss: #ff8e52;
    --c0: #97a1ad; --c1: #5ab4f0; --c2: #ff8e52; --c3: #35c495; --c4: #e79ac4; --c5: #e2c044; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem clamp(0.75rem, 4vw, 2.5rem) 3rem; max-width: 76rem;
  background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 0.5rem; overflow-wrap: anywhere; }
p { margin: 0.5rem 0; max-width: 46rem; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; margin: 0.75rem 0; }
.scroll:focus-visible { outline: 2px solid var(--c1); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.25rem; }
th, td { padding: 0.3rem 0.7rem; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; }
thead th { border-bottom-width: 2px; }
tbody th { font-weight: 500; white-space: normal; overflow-wrap: anywhere; min-width: 7rem;
  max-width: 18rem; }
th:first-child { text-align: left; padding-left: 0; }
.grid { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
figure { margin: 0; min-width: 0; padding: 0.75rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 8px; }
figure.wide { max-width: 32rem; }
figcaption { font-weight: 600; margin-bottom: 0.25rem; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--text); }
svg text.tick { fill: var(--soft); font-size: 12px; }
svg text.value { font-weight: 600; font-variant-numeric: tabular-nums; }
line.axis { stroke: var(--soft); }
line.grid { stroke: var(--line); }
.whisker { stroke: var(--text); stroke-width: 1.5; }
.halo { stroke: var(--panel); stroke-width: 4; }
.gain { fill: var(--gain); }
.loss { fill: var(--loss); }
.curve { fill: none; stroke-width: 2; }
.fill.c0 { fill: var(--c0); } .fill.c1 { fill: var(--c1); } .fill.c2 { fill: var(--c2); }
.fill.c3 { fill: var(--c3); } .fill.c4 { fill: var(--c4); } .fill.c5 { fill: var(--c5); }
.curve.c0 { stroke: var(--c0); } .curve.c1 { stroke: var(--c1); } .curve.c2 { stroke: var(--c2); }
.curve.c3 { stroke: var(--c3); } .curve.c4 { stroke: var(--c4); } .curve.c5 { stroke: var(--c5); }
ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem;
  margin: 0.25rem 0; padding: 0; font-size: 0.92rem; overflow-wrap: anywhere; }
ul.legend li { display: flex; align-items: center; gap: 0.4rem; }
ul.legend svg { width: 14px; height: 14px; flex: none; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--soft); overflow-wrap: anywhere; }
@media print { figure { break-inside: avoid; } }
`;
