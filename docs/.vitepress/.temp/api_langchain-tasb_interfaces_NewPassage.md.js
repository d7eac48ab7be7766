import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: NewPassage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/NewPassage.md","filePath":"api/langchain-tasb/interfaces/NewPassage.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/NewPassage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-newpassage" tabindex="-1">Interface: NewPassage <a class="header-anchor" href="#interface-newpassage" aria-label="Permalink to &quot;Interface: NewPassage&quot;">​</a></h1><p>A passage to be added. Without an <code>id</code> it gets a random UUID (version 4).</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-id"></a> <code>id?</code></td><td><code>string</code></td><td>Default: a random UUID.</td></tr><tr><td><a id="property-metadata"></a> <code>metadata?</code></td><td><a href="./../type-aliases/Metadata.html"><code>Metadata</code></a></td><td>Plain data. Default: none.</td></tr><tr><td><a id="property-text"></a> <code>text</code></td><td><code>string</code></td><td>What is embedded and what BM25 reads.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/NewPassage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const NewPassage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  NewPassage as default
};
