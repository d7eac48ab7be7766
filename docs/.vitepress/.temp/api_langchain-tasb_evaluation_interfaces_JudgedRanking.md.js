import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: JudgedRanking","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/JudgedRanking.md","filePath":"api/langchain-tasb/evaluation/interfaces/JudgedRanking.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/JudgedRanking.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-judgedranking" tabindex="-1">Interface: JudgedRanking <a class="header-anchor" href="#interface-judgedranking" aria-label="Permalink to &quot;Interface: JudgedRanking&quot;">​</a></h1><p>The ranking and the judgments of one query, as arrays of grades.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-grades"></a> <code>grades</code></td><td><code>readonly</code></td><td><code>Int16Array</code></td><td>Grade of the passage at rank i + 1, best first, [retrieved]; <code>UNJUDGED</code> where there is none.</td></tr><tr><td><a id="property-judgments"></a> <code>judgments</code></td><td><code>readonly</code></td><td><code>Int16Array</code></td><td>All judged grades of the query, retrieved or not, descending, [judged]; none is negative.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/JudgedRanking.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const JudgedRanking = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  JudgedRanking as default
};
