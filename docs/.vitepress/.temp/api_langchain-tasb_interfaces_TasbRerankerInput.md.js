import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TasbRerankerInput","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/TasbRerankerInput.md","filePath":"api/langchain-tasb/interfaces/TasbRerankerInput.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/TasbRerankerInput.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-tasbrerankerinput" tabindex="-1">Interface: TasbRerankerInput <a class="header-anchor" href="#interface-tasbrerankerinput" aria-label="Permalink to &quot;Interface: TasbRerankerInput&quot;">​</a></h1><p>What a re-ranker is made with.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-embeddings"></a> <code>embeddings</code></td><td><code>EmbeddingsInterface</code></td><td>The encoder: <code>TasbEmbeddings</code>, or any LangChain embeddings.</td></tr><tr><td><a id="property-topn"></a> <code>topN?</code></td><td><code>number</code></td><td>Documents to keep; a positive integer. Default 3.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/TasbRerankerInput.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TasbRerankerInput = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TasbRerankerInput as default
};
