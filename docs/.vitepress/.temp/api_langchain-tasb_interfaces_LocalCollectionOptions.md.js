import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: LocalCollectionOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/LocalCollectionOptions.md","filePath":"api/langchain-tasb/interfaces/LocalCollectionOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/LocalCollectionOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-localcollectionoptions" tabindex="-1">Interface: LocalCollectionOptions <a class="header-anchor" href="#interface-localcollectionoptions" aria-label="Permalink to &quot;Interface: LocalCollectionOptions&quot;">​</a></h1><p>What an empty collection is made with.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-bm25"></a> <code>bm25?</code></td><td><a href="./Bm25IndexOptions.html"><code>Bm25IndexOptions</code></a></td><td>Analyzer, variant and parameters of the BM25 index. Default: those of <code>Bm25Index</code>.</td></tr><tr><td><a id="property-dimension"></a> <code>dimension</code></td><td><code>number</code></td><td>Length d of every vector; positive integer.</td></tr><tr><td><a id="property-fingerprint"></a> <code>fingerprint</code></td><td><code>string</code></td><td>Names the model and precision whose vectors are held; not empty.</td></tr><tr><td><a id="property-vectors"></a> <code>vectors?</code></td><td><code>VectorPrecision</code></td><td>How vectors are looked through: &quot;fp32&quot; (default), or &quot;int8&quot;, which takes a quarter more memory and a fraction of the time. The results are the same.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/LocalCollectionOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LocalCollectionOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LocalCollectionOptions as default
};
