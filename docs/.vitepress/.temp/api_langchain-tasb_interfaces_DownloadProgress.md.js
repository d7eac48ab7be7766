import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: DownloadProgress","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/DownloadProgress.md","filePath":"api/langchain-tasb/interfaces/DownloadProgress.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/DownloadProgress.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-downloadprogress" tabindex="-1">Interface: DownloadProgress <a class="header-anchor" href="#interface-downloadprogress" aria-label="Permalink to &quot;Interface: DownloadProgress&quot;">​</a></h1><p>State of a download over all its files.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-done"></a> <code>done</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Bytes on this machine, those of an earlier, interrupted download included.</td></tr><tr><td><a id="property-file"></a> <code>file</code></td><td><code>readonly</code></td><td><code>string</code></td><td>The file being fetched.</td></tr><tr><td><a id="property-total"></a> <code>total</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Bytes in all.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/DownloadProgress.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DownloadProgress = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DownloadProgress as default
};
