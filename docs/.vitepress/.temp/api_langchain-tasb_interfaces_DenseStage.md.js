import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: DenseStage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/DenseStage.md","filePath":"api/langchain-tasb/interfaces/DenseStage.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/DenseStage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-densestage" tabindex="-1">Interface: DenseStage <a class="header-anchor" href="#interface-densestage" aria-label="Permalink to &quot;Interface: DenseStage&quot;">​</a></h1><p>A passage&#39;s place by dot product.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-rank"></a> <code>rank</code></td><td><code>number</code></td><td>Place in this stage, from 1.</td></tr><tr><td><a id="property-score"></a> <code>score</code></td><td><code>number</code></td><td>Dot product of the query with the passage&#39;s best window.</td></tr><tr><td><a id="property-window"></a> <code>window?</code></td><td><code>number</code></td><td>Which window that was, from 0, where the passage has several.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/DenseStage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DenseStage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DenseStage as default
};
