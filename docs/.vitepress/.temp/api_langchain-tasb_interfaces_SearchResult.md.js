import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SearchResult","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/SearchResult.md","filePath":"api/langchain-tasb/interfaces/SearchResult.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/SearchResult.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-searchresult" tabindex="-1">Interface: SearchResult <a class="header-anchor" href="#interface-searchresult" aria-label="Permalink to &quot;Interface: SearchResult&quot;">​</a></h1><p>What a search answers.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-hits"></a> <code>hits</code></td><td><a href="./SearchHit.html"><code>SearchHit</code></a>[]</td><td>Best first, at most k.</td></tr><tr><td><a id="property-legs"></a> <code>legs</code></td><td><a href="./LegReport.html"><code>LegReport</code></a>[]</td><td>One per leg of the mode. A leg that found nothing, or failed, is told here.</td></tr><tr><td><a id="property-mode"></a> <code>mode</code></td><td><a href="./../type-aliases/SearchMode.html"><code>SearchMode</code></a></td><td>As it was asked.</td></tr><tr><td><a id="property-query"></a> <code>query</code></td><td><code>string</code></td><td>As it was asked.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/SearchResult.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SearchResult = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SearchResult as default
};
