import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ReadOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/ReadOptions.md","filePath":"api/langchain-tasb/evaluation/interfaces/ReadOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/ReadOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-readoptions" tabindex="-1">Interface: ReadOptions <a class="header-anchor" href="#interface-readoptions" aria-label="Permalink to &quot;Interface: ReadOptions&quot;">​</a></h1><p>Limits and the signal of every reader of this folder.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./ReadCandidatesOptions.html"><code>ReadCandidatesOptions</code></a></li><li><a href="./ReadQrelsOptions.html"><code>ReadQrelsOptions</code></a></li><li><a href="./ReadRunOptions.html"><code>ReadRunOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-maxfilebytes"></a> <code>maxFileBytes?</code></td><td><code>number</code></td><td>Largest file, in bytes after decompression; positive. Default 32 GiB.</td></tr><tr><td><a id="property-maxlinebytes"></a> <code>maxLineBytes?</code></td><td><code>number</code></td><td>Longest line, in bytes; positive. Default 16 MiB.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/ReadOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReadOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReadOptions as default
};
