import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: FusedStage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/FusedStage.md","filePath":"api/langchain-tasb/interfaces/FusedStage.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/FusedStage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-fusedstage" tabindex="-1">Interface: FusedStage <a class="header-anchor" href="#interface-fusedstage" aria-label="Permalink to &quot;Interface: FusedStage&quot;">​</a></h1><p>A passage&#39;s place after fusion.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-contributions"></a> <code>contributions</code></td><td>{ <code>bm25?</code>: <code>number</code>; <code>dense?</code>: <code>number</code>; }</td><td>What each leg adds to the score, where it holds the passage.</td></tr><tr><td><code>contributions.bm25?</code></td><td><code>number</code></td><td>-</td></tr><tr><td><code>contributions.dense?</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-rank"></a> <code>rank</code></td><td><code>number</code></td><td>Place in this stage, from 1.</td></tr><tr><td><a id="property-score"></a> <code>score</code></td><td><code>number</code></td><td>Sum of the contributions.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/FusedStage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FusedStage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FusedStage as default
};
