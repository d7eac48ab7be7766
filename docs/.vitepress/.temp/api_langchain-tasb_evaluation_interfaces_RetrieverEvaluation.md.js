import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RetrieverEvaluation","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/RetrieverEvaluation.md","filePath":"api/langchain-tasb/evaluation/interfaces/RetrieverEvaluation.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/RetrieverEvaluation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-retrieverevaluation" tabindex="-1">Interface: RetrieverEvaluation <a class="header-anchor" href="#interface-retrieverevaluation" aria-label="Permalink to &quot;Interface: RetrieverEvaluation&quot;">​</a></h1><p>What a retriever reaches.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-evaluation"></a> <code>evaluation</code></td><td><code>readonly</code></td><td><a href="./Evaluation.html"><code>Evaluation</code></a></td><td>Metrics per query, and their means.</td></tr><tr><td><a id="property-run"></a> <code>run</code></td><td><code>readonly</code></td><td><a href="./../type-aliases/Run.html"><code>Run</code></a></td><td>Query id → document id → -rank, for <code>writeRun</code> or <code>compareRuns</code>.</td></tr><tr><td><a id="property-seconds"></a> <code>seconds</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Seconds spent in the retriever, one query after the other.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/RetrieverEvaluation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RetrieverEvaluation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RetrieverEvaluation as default
};
