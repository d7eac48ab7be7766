import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ScoringParameters","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/ScoringParameters.md","filePath":"api/langchain-tasb/bm25/interfaces/ScoringParameters.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/ScoringParameters.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-scoringparameters" tabindex="-1">Interface: ScoringParameters <a class="header-anchor" href="#interface-scoringparameters" aria-label="Permalink to &quot;Interface: ScoringParameters&quot;">​</a></h1><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-b"></a> <code>b</code></td><td><code>readonly</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-delta"></a> <code>delta</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Only in variant <code>bm25+</code>.</td></tr><tr><td><a id="property-k1"></a> <code>k1</code></td><td><code>readonly</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-variant"></a> <code>variant</code></td><td><code>readonly</code></td><td><a href="./../../type-aliases/Bm25Variant.html"><code>Bm25Variant</code></a></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/ScoringParameters.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ScoringParameters = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ScoringParameters as default
};
