import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: OpenOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/OpenOptions.md","filePath":"api/langchain-tasb/interfaces/OpenOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/OpenOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-openoptions" tabindex="-1">Interface: OpenOptions <a class="header-anchor" href="#interface-openoptions" aria-label="Permalink to &quot;Interface: OpenOptions&quot;">​</a></h1><p>Options of <code>LocalCollection.open</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><code>RestoreOptions</code></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th><th>Inherited from</th></tr></thead><tbody><tr><td><a id="property-bm25"></a> <code>bm25?</code></td><td><a href="./Bm25IndexOptions.html"><code>Bm25IndexOptions</code></a></td><td>Analyzer, variant and parameters of the BM25 index. Default: those it was saved with, if its analyzer is the default one. With another analyzer the index is made again from the texts.</td><td><code>RestoreOptions.bm25</code></td></tr><tr><td><a id="property-dimension"></a> <code>dimension?</code></td><td><code>number</code></td><td>Length of every vector, a positive integer. Default: as the folder says; needed where it holds no collection yet.</td><td>-</td></tr><tr><td><a id="property-extra"></a> <code>extra?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;</td><td>Kept in the manifest, as JSON. Default: what is there, or <code>{}</code>.</td><td>-</td></tr><tr><td><a id="property-fingerprint"></a> <code>fingerprint?</code></td><td><code>string</code></td><td>The model and precision of the vectors. Default: as the folder says; needed where it holds no collection yet.</td><td>-</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td><td><code>RestoreOptions.signal</code></td></tr><tr><td><a id="property-vectors"></a> <code>vectors?</code></td><td><code>VectorPrecision</code></td><td>How vectors are looked through: &quot;fp32&quot; (default) or &quot;int8&quot;; the results are the same.</td><td><code>RestoreOptions.vectors</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/OpenOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OpenOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OpenOptions as default
};
