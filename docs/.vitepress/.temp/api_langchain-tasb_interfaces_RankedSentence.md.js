import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RankedSentence","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/RankedSentence.md","filePath":"api/langchain-tasb/interfaces/RankedSentence.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/RankedSentence.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-rankedsentence" tabindex="-1">Interface: RankedSentence <a class="header-anchor" href="#interface-rankedsentence" aria-label="Permalink to &quot;Interface: RankedSentence&quot;">​</a></h1><p>One sentence of a document.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-documentindex"></a> <code>documentIndex</code></td><td><code>number</code></td><td>Which of the documents given, from 0.</td></tr><tr><td><a id="property-end"></a> <code>end</code></td><td><code>number</code></td><td>Where it ends there.</td></tr><tr><td><a id="property-score"></a> <code>score</code></td><td><code>number</code></td><td>Reciprocal rank fusion of its places by dot product and by BM25; larger is better.</td></tr><tr><td><a id="property-start"></a> <code>start</code></td><td><code>number</code></td><td>Place in that document&#39;s text: <code>pageContent.slice(start, end)</code> is <code>text</code>.</td></tr><tr><td><a id="property-text"></a> <code>text</code></td><td><code>string</code></td><td>The sentence, word for word.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/RankedSentence.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RankedSentence = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RankedSentence as default
};
