import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TextWindow","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/TextWindow.md","filePath":"api/langchain-tasb/interfaces/TextWindow.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/TextWindow.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-textwindow" tabindex="-1">Interface: TextWindow <a class="header-anchor" href="#interface-textwindow" aria-label="Permalink to &quot;Interface: TextWindow&quot;">​</a></h1><p>A part of a text by its place: the window&#39;s text is <code>text.slice(start, end)</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-end"></a> <code>end</code></td><td><code>number</code></td><td>Index after the last UTF-16 code unit.</td></tr><tr><td><a id="property-start"></a> <code>start</code></td><td><code>number</code></td><td>Index of the first UTF-16 code unit.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/TextWindow.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TextWindow = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TextWindow as default
};
