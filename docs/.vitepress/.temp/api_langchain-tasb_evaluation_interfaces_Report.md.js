import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Report","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/Report.md","filePath":"api/langchain-tasb/evaluation/interfaces/Report.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/Report.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-report" tabindex="-1">Interface: Report <a class="header-anchor" href="#interface-report" aria-label="Permalink to &quot;Interface: Report&quot;">​</a></h1><p>The parts of a report.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-collection"></a> <code>collection</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Name of the test collection.</td></tr><tr><td><a id="property-comparisons"></a> <code>comparisons</code></td><td><code>readonly</code></td><td>readonly <a href="./Comparison.html"><code>Comparison</code></a>[]</td><td>Every other run against the baseline.</td></tr><tr><td><a id="property-metrics"></a> <code>metrics</code></td><td><code>readonly</code></td><td>readonly <code>string</code>[]</td><td>Names of the metrics, as columns.</td></tr><tr><td><a id="property-notes"></a> <code>notes</code></td><td><code>readonly</code></td><td>readonly <code>string</code>[]</td><td>Plain sentences that belong under the table: what was left out, what was cut.</td></tr><tr><td><a id="property-querytexts"></a> <code>queryTexts</code></td><td><code>readonly</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>string</code>&gt;</td><td>Query id → text, where known: shown beside the largest differences.</td></tr><tr><td><a id="property-relevantfrom"></a> <code>relevantFrom</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Lowest grade that counts as relevant.</td></tr><tr><td><a id="property-runs"></a> <code>runs</code></td><td><code>readonly</code></td><td>readonly <a href="./ReportRun.html"><code>ReportRun</code></a>[]</td><td>The baseline first.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/Report.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Report = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Report as default
};
