import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: PassageVectors","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/PassageVectors.md","filePath":"api/langchain-tasb/interfaces/PassageVectors.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/PassageVectors.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-passagevectors" tabindex="-1">Interface: PassageVectors <a class="header-anchor" href="#interface-passagevectors" aria-label="Permalink to &quot;Interface: PassageVectors&quot;">​</a></h1><p>The vectors of passages, one or several each.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-vectors"></a> <code>vectors</code></td><td><code>Float32Array</code></td><td>Row-major [m, d], the windows of each passage together, in the order of the texts.</td></tr><tr><td><a id="property-windowsperpassage"></a> <code>windowsPerPassage?</code></td><td><code>Uint32Array</code>&lt;<code>ArrayBufferLike</code>&gt;</td><td>Rows of each text, [n]; absent where all have one.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/PassageVectors.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PassageVectors = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PassageVectors as default
};
