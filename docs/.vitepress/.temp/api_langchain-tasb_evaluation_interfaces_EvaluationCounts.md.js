import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: EvaluationCounts","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/EvaluationCounts.md","filePath":"api/langchain-tasb/evaluation/interfaces/EvaluationCounts.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/EvaluationCounts.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-evaluationcounts" tabindex="-1">Interface: EvaluationCounts <a class="header-anchor" href="#interface-evaluationcounts" aria-label="Permalink to &quot;Interface: EvaluationCounts&quot;">​</a></h1><p>Totals over all queries.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-missing"></a> <code>missing</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Judged queries that the run lacks.</td></tr><tr><td><a id="property-queries"></a> <code>queries</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Queries in the means: trec_eval&#39;s <code>num_q</code>.</td></tr><tr><td><a id="property-relevant"></a> <code>relevant</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Relevant passages: <code>num_rel</code>.</td></tr><tr><td><a id="property-relevantretrieved"></a> <code>relevantRetrieved</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Relevant passages retrieved: <code>num_rel_ret</code>.</td></tr><tr><td><a id="property-retrieved"></a> <code>retrieved</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Passages retrieved for the queries: <code>num_ret</code>.</td></tr><tr><td><a id="property-unjudgedqueries"></a> <code>unjudgedQueries</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Queries of the run without judgments; nothing is computed for them.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/EvaluationCounts.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EvaluationCounts = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EvaluationCounts as default
};
