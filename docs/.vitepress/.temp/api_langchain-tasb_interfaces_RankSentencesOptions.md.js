import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RankSentencesOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/RankSentencesOptions.md","filePath":"api/langchain-tasb/interfaces/RankSentencesOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/RankSentencesOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-ranksentencesoptions" tabindex="-1">Interface: RankSentencesOptions <a class="header-anchor" href="#interface-ranksentencesoptions" aria-label="Permalink to &quot;Interface: RankSentencesOptions&quot;">​</a></h1><p>Options of <code>rankSentences</code> and <code>extractiveAnswer</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-embeddings"></a> <code>embeddings?</code></td><td><code>EmbeddingsInterface</code>&lt;<code>number</code>[]&gt;</td><td>The encoder. Default: none; sentences are ranked by BM25 among themselves alone.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/RankSentencesOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RankSentencesOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RankSentencesOptions as default
};
