import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TasbVectorStoreFields","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/TasbVectorStoreFields.md","filePath":"api/langchain-tasb/interfaces/TasbVectorStoreFields.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/TasbVectorStoreFields.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-tasbvectorstorefields" tabindex="-1">Interface: TasbVectorStoreFields <a class="header-anchor" href="#interface-tasbvectorstorefields" aria-label="Permalink to &quot;Interface: TasbVectorStoreFields&quot;">​</a></h1><p>What a store is made with, beside its embeddings.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-bm25"></a> <code>bm25?</code></td><td><a href="./Bm25IndexOptions.html"><code>Bm25IndexOptions</code></a></td><td>Analyzer, variant and parameters of BM25, for a collection that the store makes itself. Default: as <code>Bm25Index</code>.</td></tr><tr><td><a id="property-collection"></a> <code>collection?</code></td><td><a href="./PassageCollection.html"><code>PassageCollection</code></a></td><td>Where the passages are. Default: in this process&#39;s memory.</td></tr><tr><td><a id="property-includescores"></a> <code>includeScores?</code></td><td><code>boolean</code></td><td>Put <code>relevanceScore</code> (the dot product) and <code>tasb</code> (<code>TasbMetadata</code>) in the metadata of the documents that a search gives. Default true.</td></tr><tr><td><a id="property-vectors"></a> <code>vectors?</code></td><td><code>VectorPrecision</code></td><td>How vectors are looked through, in a collection that the store makes or loads itself: <code>&quot;fp32&quot;</code> (default), or <code>&quot;int8&quot;</code>, which takes a quarter more memory and a fraction of the time. The results are the same.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/TasbVectorStoreFields.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TasbVectorStoreFields = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TasbVectorStoreFields as default
};
