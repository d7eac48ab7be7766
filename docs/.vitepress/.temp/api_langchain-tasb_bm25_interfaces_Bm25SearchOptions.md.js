import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Bm25SearchOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/Bm25SearchOptions.md","filePath":"api/langchain-tasb/bm25/interfaces/Bm25SearchOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/Bm25SearchOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-bm25searchoptions" tabindex="-1">Interface: Bm25SearchOptions <a class="header-anchor" href="#interface-bm25searchoptions" aria-label="Permalink to &quot;Interface: Bm25SearchOptions&quot;">​</a></h1><p>Options of <code>search</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-allowed"></a> <code>allowed?</code></td><td><code>readonly</code></td><td><code>Uint8Array</code>&lt;<code>ArrayBufferLike</code>&gt;</td><td>Sequences to consider, as a bitmap (ranking/bitmap.ts). Default: all.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>readonly</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/Bm25SearchOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Bm25SearchOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Bm25SearchOptions as default
};
