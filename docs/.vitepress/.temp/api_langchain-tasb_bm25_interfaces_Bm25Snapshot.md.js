import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Bm25Snapshot","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/Bm25Snapshot.md","filePath":"api/langchain-tasb/bm25/interfaces/Bm25Snapshot.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/Bm25Snapshot.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-bm25snapshot" tabindex="-1">Interface: Bm25Snapshot <a class="header-anchor" href="#interface-bm25snapshot" aria-label="Permalink to &quot;Interface: Bm25Snapshot&quot;">​</a></h1><p>Plain typed arrays and strings. The arrays are the index&#39;s own: read them, do not write to them.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-analyzer"></a> <code>analyzer</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Fingerprint of the analyzer that made the terms.</td></tr><tr><td><a id="property-parameters"></a> <code>parameters</code></td><td><code>readonly</code></td><td><a href="./ScoringParameters.html"><code>ScoringParameters</code></a></td><td>Variant, k1, b and delta in use when it was saved; others may be used after.</td></tr><tr><td><a id="property-segments"></a> <code>segments</code></td><td><code>readonly</code></td><td>readonly <code>SegmentArrays</code>[]</td><td>The postings, oldest first.</td></tr><tr><td><a id="property-terms"></a> <code>terms</code></td><td><code>readonly</code></td><td>readonly <code>string</code>[]</td><td>Terms by number.</td></tr><tr><td><a id="property-version"></a> <code>version</code></td><td><code>readonly</code></td><td><code>1</code></td><td>Version of this form.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/Bm25Snapshot.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Bm25Snapshot = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Bm25Snapshot as default
};
