import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Bm25Stage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/Bm25Stage.md","filePath":"api/langchain-tasb/interfaces/Bm25Stage.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/Bm25Stage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-bm25stage" tabindex="-1">Interface: Bm25Stage <a class="header-anchor" href="#interface-bm25stage" aria-label="Permalink to &quot;Interface: Bm25Stage&quot;">​</a></h1><p>A passage&#39;s place by BM25.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-rank"></a> <code>rank</code></td><td><code>number</code></td><td>Place in this stage, from 1.</td></tr><tr><td><a id="property-score"></a> <code>score</code></td><td><code>number</code></td><td>Sum of the term scores.</td></tr><tr><td><a id="property-terms"></a> <code>terms?</code></td><td><a href="./MatchedTerm.html"><code>MatchedTerm</code></a>[]</td><td>The query&#39;s terms in the passage; their scores add up to the stage&#39;s.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/Bm25Stage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Bm25Stage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Bm25Stage as default
};
