import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: EvaluateOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/EvaluateOptions.md","filePath":"api/langchain-tasb/evaluation/interfaces/EvaluateOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/EvaluateOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-evaluateoptions" tabindex="-1">Interface: EvaluateOptions <a class="header-anchor" href="#interface-evaluateoptions" aria-label="Permalink to &quot;Interface: EvaluateOptions&quot;">​</a></h1><p>Options of <code>evaluate</code>.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./EvaluateRetrieverOptions.html"><code>EvaluateRetrieverOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-depth"></a> <code>depth?</code></td><td><code>number</code></td><td>Only the best <code>depth</code> passages of each query are looked at (trec_eval&#39;s <code>-M</code>); a positive integer. Default: all.</td></tr><tr><td><a id="property-metrics"></a> <code>metrics?</code></td><td><code>string</code> | readonly <code>string</code>[]</td><td><code>&quot;ndcg@10,mrr@10&quot;</code> or an array of names. Default: <code>DEFAULT_METRICS</code>.</td></tr><tr><td><a id="property-missing"></a> <code>missing?</code></td><td><code>&quot;zero&quot;</code> | <code>&quot;skip&quot;</code></td><td>A judged query that the run lacks counts as 0 (<code>&quot;zero&quot;</code>, default, trec_eval&#39;s <code>-c</code>) or is left out of the means (<code>&quot;skip&quot;</code>).</td></tr><tr><td><a id="property-relevantfrom"></a> <code>relevantFrom?</code></td><td><code>number</code></td><td>The lowest grade that counts as relevant, for every metric that needs relevant or not (all but nDCG and judged). Integer from 1 to 127; default 1. TREC-DL passage tables use 2. It is trec_eval&#39;s <code>-l</code>.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/EvaluateOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EvaluateOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EvaluateOptions as default
};
