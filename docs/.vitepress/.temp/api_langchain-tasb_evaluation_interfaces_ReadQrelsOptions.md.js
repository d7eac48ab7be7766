import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ReadQrelsOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/ReadQrelsOptions.md","filePath":"api/langchain-tasb/evaluation/interfaces/ReadQrelsOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/ReadQrelsOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-readqrelsoptions" tabindex="-1">Interface: ReadQrelsOptions <a class="header-anchor" href="#interface-readqrelsoptions" aria-label="Permalink to &quot;Interface: ReadQrelsOptions&quot;">​</a></h1><p>Options of <code>readQrels</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="./ReadOptions.html"><code>ReadOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th><th>Inherited from</th></tr></thead><tbody><tr><td><a id="property-maxentries"></a> <code>maxEntries?</code></td><td><code>number</code></td><td>Most judgments; a positive integer. Default 20,000,000.</td><td>-</td></tr><tr><td><a id="property-maxfilebytes"></a> <code>maxFileBytes?</code></td><td><code>number</code></td><td>Largest file, in bytes after decompression; positive. Default 32 GiB.</td><td><a href="./ReadOptions.html"><code>ReadOptions</code></a>.<a href="./ReadOptions.html#property-maxfilebytes"><code>maxFileBytes</code></a></td></tr><tr><td><a id="property-maxlinebytes"></a> <code>maxLineBytes?</code></td><td><code>number</code></td><td>Longest line, in bytes; positive. Default 16 MiB.</td><td><a href="./ReadOptions.html"><code>ReadOptions</code></a>.<a href="./ReadOptions.html#property-maxlinebytes"><code>maxLineBytes</code></a></td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td><td><a href="./ReadOptions.html"><code>ReadOptions</code></a>.<a href="./ReadOptions.html#property-signal"><code>signal</code></a></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/ReadQrelsOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReadQrelsOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReadQrelsOptions as default
};
