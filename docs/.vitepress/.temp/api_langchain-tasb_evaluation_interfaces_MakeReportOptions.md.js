import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: MakeReportOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/MakeReportOptions.md","filePath":"api/langchain-tasb/evaluation/interfaces/MakeReportOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/MakeReportOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-makereportoptions" tabindex="-1">Interface: MakeReportOptions <a class="header-anchor" href="#interface-makereportoptions" aria-label="Permalink to &quot;Interface: MakeReportOptions&quot;">​</a></h1><p>Options of <code>makeReport</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-collection"></a> <code>collection</code></td><td><code>string</code></td><td>Name of the test collection.</td></tr><tr><td><a id="property-notes"></a> <code>notes?</code></td><td>readonly <code>string</code>[]</td><td>Plain sentences that belong under the table. Default: none.</td></tr><tr><td><a id="property-querytexts"></a> <code>queryTexts?</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>string</code>&gt;</td><td>Query id → text, shown beside the largest differences. Default: none.</td></tr><tr><td><a id="property-relevantfrom"></a> <code>relevantFrom?</code></td><td><code>number</code></td><td>Lowest grade that counts as relevant, as given to <code>evaluate</code>; from 1 to 127. Default 1.</td></tr><tr><td><a id="property-samples"></a> <code>samples?</code></td><td><code>number</code></td><td>Random sign assignments of each randomization test; a positive integer. Default 100,000.</td></tr><tr><td><a id="property-seed"></a> <code>seed?</code></td><td><code>number</code></td><td>Seed of the random signs; an integer. Default 1.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/MakeReportOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MakeReportOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MakeReportOptions as default
};
