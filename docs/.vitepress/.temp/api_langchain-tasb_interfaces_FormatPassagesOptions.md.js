import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: FormatPassagesOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/FormatPassagesOptions.md","filePath":"api/langchain-tasb/interfaces/FormatPassagesOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/FormatPassagesOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-formatpassagesoptions" tabindex="-1">Interface: FormatPassagesOptions <a class="header-anchor" href="#interface-formatpassagesoptions" aria-label="Permalink to &quot;Interface: FormatPassagesOptions&quot;">​</a></h1><p>Options of <code>formatPassages</code>.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./TasbToolFields.html"><code>TasbToolFields</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-firstnumber"></a> <code>firstNumber?</code></td><td><code>number</code></td><td>Number of the first passage; an integer. Default 1.</td></tr><tr><td><a id="property-maxcharacters"></a> <code>maxCharacters?</code></td><td><code>number</code></td><td>Most characters of one passage&#39;s text, at least 1; what is more is cut and marked <code>…</code>. Default: no limit.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/FormatPassagesOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FormatPassagesOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FormatPassagesOptions as default
};
