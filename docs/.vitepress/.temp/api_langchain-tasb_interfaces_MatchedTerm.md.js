import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: MatchedTerm","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/MatchedTerm.md","filePath":"api/langchain-tasb/interfaces/MatchedTerm.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/MatchedTerm.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-matchedterm" tabindex="-1">Interface: MatchedTerm <a class="header-anchor" href="#interface-matchedterm" aria-label="Permalink to &quot;Interface: MatchedTerm&quot;">​</a></h1><p>One query term that matched a passage, with its share of the passage&#39;s BM25 score.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-frequency"></a> <code>frequency</code></td><td><code>number</code></td><td>How often the term stands in the passage.</td></tr><tr><td><a id="property-score"></a> <code>score</code></td><td><code>number</code></td><td>What this term adds to the score; the shares of all terms sum to the score.</td></tr><tr><td><a id="property-term"></a> <code>term</code></td><td><code>string</code></td><td>As the analyzer makes it: lower case and stemmed, where it does that.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/MatchedTerm.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MatchedTerm = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MatchedTerm as default
};
