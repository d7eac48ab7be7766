import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Evaluation","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/Evaluation.md","filePath":"api/langchain-tasb/evaluation/interfaces/Evaluation.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/Evaluation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-evaluation" tabindex="-1">Interface: Evaluation <a class="header-anchor" href="#interface-evaluation" aria-label="Permalink to &quot;Interface: Evaluation&quot;">​</a></h1><p>What one run reaches.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-counts"></a> <code>counts</code></td><td><code>readonly</code></td><td><a href="./EvaluationCounts.html"><code>EvaluationCounts</code></a></td><td>What was counted.</td></tr><tr><td><a id="property-means"></a> <code>means</code></td><td><code>readonly</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>number</code>&gt;</td><td>Metric name → mean over the queries. 0 where there is no query.</td></tr><tr><td><a id="property-precisionatrecall"></a> <code>precisionAtRecall</code></td><td><code>readonly</code></td><td><code>Float64Array</code></td><td>Means of the interpolated precision at the recall levels 0, 0.1 … 1, [11].</td></tr><tr><td><a id="property-queryids"></a> <code>queryIds</code></td><td><code>readonly</code></td><td>readonly <code>string</code>[]</td><td>Query ids, in the order of the judgments, [q].</td></tr><tr><td><a id="property-values"></a> <code>values</code></td><td><code>readonly</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>Float64Array</code>&lt;<code>ArrayBufferLike</code>&gt;&gt;</td><td>Metric name → value of each query, [q].</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/Evaluation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Evaluation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Evaluation as default
};
