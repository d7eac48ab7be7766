import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Bm25IndexOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/Bm25IndexOptions.md","filePath":"api/langchain-tasb/interfaces/Bm25IndexOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/Bm25IndexOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-bm25indexoptions" tabindex="-1">Interface: Bm25IndexOptions <a class="header-anchor" href="#interface-bm25indexoptions" aria-label="Permalink to &quot;Interface: Bm25IndexOptions&quot;">​</a></h1><p>What an index is made with.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./Bm25RetrieverInput.html"><code>Bm25RetrieverInput</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-analyzer"></a> <code>analyzer?</code></td><td><code>readonly</code></td><td><a href="./../bm25/type-aliases/AnalyzerInput.html"><code>AnalyzerInput</code></a></td><td>From text to terms: a name, options, a function, or a ready analyzer. Default &quot;lucene-english&quot;. For other languages see <code>AnalyzerOptions</code>.</td></tr><tr><td><a id="property-b"></a> <code>b?</code></td><td><code>readonly</code></td><td><code>number</code></td><td>How much long passages are held back: 0 not at all, 1 in full. In [0, 1]. Default 0.4.</td></tr><tr><td><a id="property-delta"></a> <code>delta?</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Least score of a match in variant &quot;bm25+&quot;, as a share of its idf. At least 0. Default 1.</td></tr><tr><td><a id="property-k1"></a> <code>k1?</code></td><td><code>readonly</code></td><td><code>number</code></td><td>How soon repeated terms stop to count: 0 counts a term once, whatever its frequency. At least 0, usually 0.5 to 2. Default 0.9, as in Anserini.</td></tr><tr><td><a id="property-variant"></a> <code>variant?</code></td><td><code>readonly</code></td><td><a href="./../type-aliases/Bm25Variant.html"><code>Bm25Variant</code></a></td><td>Default &quot;lucene&quot;, whose scores equal Lucene&#39;s. The others are for comparison.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/Bm25IndexOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Bm25IndexOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Bm25IndexOptions as default
};
