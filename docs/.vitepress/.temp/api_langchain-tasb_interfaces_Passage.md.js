import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Passage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/Passage.md","filePath":"api/langchain-tasb/interfaces/Passage.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/Passage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-passage" tabindex="-1">Interface: Passage <a class="header-anchor" href="#interface-passage" aria-label="Permalink to &quot;Interface: Passage&quot;">​</a></h1><p>A stored text with its id and metadata.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-id"></a> <code>id</code></td><td><code>string</code></td><td>Unique in its collection.</td></tr><tr><td><a id="property-metadata"></a> <code>metadata</code></td><td><a href="./../type-aliases/Metadata.html"><code>Metadata</code></a></td><td>As it was added.</td></tr><tr><td><a id="property-text"></a> <code>text</code></td><td><code>string</code></td><td>As it was added.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/Passage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Passage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Passage as default
};
