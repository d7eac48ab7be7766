import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Hit","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/Hit.md","filePath":"api/langchain-tasb/interfaces/Hit.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/Hit.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-hit" tabindex="-1">Interface: Hit <a class="header-anchor" href="#interface-hit" aria-label="Permalink to &quot;Interface: Hit&quot;">​</a></h1><p>One ranked passage of one leg.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-id"></a> <code>id</code></td><td><code>string</code></td><td>The passage&#39;s id.</td></tr><tr><td><a id="property-score"></a> <code>score</code></td><td><code>number</code></td><td>Dense: dot product of the best window. BM25: the sum of the term scores. Larger is better.</td></tr><tr><td><a id="property-sequence"></a> <code>sequence</code></td><td><code>number</code></td><td>Insertion number of the passage, the tie-breaker of every ranking; an upsert keeps it.</td></tr><tr><td><a id="property-terms"></a> <code>terms?</code></td><td><a href="./MatchedTerm.html"><code>MatchedTerm</code></a>[]</td><td>BM25 only, where the collection reports them with the hit; else see <code>matchedTerms</code>.</td></tr><tr><td><a id="property-window"></a> <code>window?</code></td><td><code>number</code></td><td>Dense only, where a passage has several windows: which one was best, from 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/Hit.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Hit = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Hit as default
};
