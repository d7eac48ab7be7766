import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SearchDenseOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/SearchDenseOptions.md","filePath":"api/langchain-tasb/interfaces/SearchDenseOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/SearchDenseOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-searchdenseoptions" tabindex="-1">Interface: SearchDenseOptions <a class="header-anchor" href="#interface-searchdenseoptions" aria-label="Permalink to &quot;Interface: SearchDenseOptions&quot;">​</a></h1><p>Options of <code>searchDense</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-candidates"></a> <code>candidates?</code></td><td>readonly <code>string</code>[]</td><td>Score these ids only: the exact re-rank of a given set. Unknown ids are passed over. Default: all.</td></tr><tr><td><a id="property-filter"></a> <code>filter?</code></td><td><a href="./../type-aliases/Filter.html"><code>Filter</code></a></td><td>Applied before the top k. Default: none.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/SearchDenseOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SearchDenseOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SearchDenseOptions as default
};
