import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SaveOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/SaveOptions.md","filePath":"api/langchain-tasb/interfaces/SaveOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/SaveOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-saveoptions" tabindex="-1">Interface: SaveOptions <a class="header-anchor" href="#interface-saveoptions" aria-label="Permalink to &quot;Interface: SaveOptions&quot;">​</a></h1><p>Options of <code>save</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-extra"></a> <code>extra?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;</td><td>Kept in the manifest, as JSON. Default: what the collection was loaded with, or <code>{}</code>.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work; the folder then holds what it held.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/SaveOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SaveOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SaveOptions as default
};
