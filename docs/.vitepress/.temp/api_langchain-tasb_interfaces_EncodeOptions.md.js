import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: EncodeOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/EncodeOptions.md","filePath":"api/langchain-tasb/interfaces/EncodeOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/EncodeOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-encodeoptions" tabindex="-1">Interface: EncodeOptions <a class="header-anchor" href="#interface-encodeoptions" aria-label="Permalink to &quot;Interface: EncodeOptions&quot;">​</a></h1><p>Options of one call of <code>encode</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-kind"></a> <code>kind?</code></td><td><code>&quot;query&quot;</code> | <code>&quot;passage&quot;</code></td><td>Which limit and prefix apply. Default <code>&quot;passage&quot;</code>.</td></tr><tr><td><a id="property-onprogress"></a> <code>onProgress?</code></td><td>(<code>done</code>, <code>total</code>) =&gt; <code>void</code></td><td>Called after each batch with the number of texts done and the number of all.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work between batches.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/EncodeOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EncodeOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EncodeOptions as default
};
