import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Bm25Entry","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/Bm25Entry.md","filePath":"api/langchain-tasb/bm25/interfaces/Bm25Entry.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/Bm25Entry.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-bm25entry" tabindex="-1">Interface: Bm25Entry <a class="header-anchor" href="#interface-bm25entry" aria-label="Permalink to &quot;Interface: Bm25Entry&quot;">​</a></h1><p>A text to be indexed.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-sequence"></a> <code>sequence</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Its number, an integer in [0, 2^32).</td></tr><tr><td><a id="property-text"></a> <code>text</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Read once; not kept.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/Bm25Entry.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Bm25Entry = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Bm25Entry as default
};
