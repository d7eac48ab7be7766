import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TasbToolFields","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/TasbToolFields.md","filePath":"api/langchain-tasb/interfaces/TasbToolFields.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/TasbToolFields.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-tasbtoolfields" tabindex="-1">Interface: TasbToolFields <a class="header-anchor" href="#interface-tasbtoolfields" aria-label="Permalink to &quot;Interface: TasbToolFields&quot;">​</a></h1><p>What a tool is made with.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="./FormatPassagesOptions.html"><code>FormatPassagesOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th><th>Inherited from</th></tr></thead><tbody><tr><td><a id="property-description"></a> <code>description?</code></td><td><code>string</code></td><td>Tells the model when to use it: say what the documents are about. Default: a general one.</td><td>-</td></tr><tr><td><a id="property-firstnumber"></a> <code>firstNumber?</code></td><td><code>number</code></td><td>Number of the first passage; an integer. Default 1.</td><td><a href="./FormatPassagesOptions.html"><code>FormatPassagesOptions</code></a>.<a href="./FormatPassagesOptions.html#property-firstnumber"><code>firstNumber</code></a></td></tr><tr><td><a id="property-maxcharacters"></a> <code>maxCharacters?</code></td><td><code>number</code></td><td>Most characters of one passage&#39;s text, at least 1; what is more is cut and marked <code>…</code>. Default: no limit.</td><td><a href="./FormatPassagesOptions.html"><code>FormatPassagesOptions</code></a>.<a href="./FormatPassagesOptions.html#property-maxcharacters"><code>maxCharacters</code></a></td></tr><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>What the model calls it by: letters, digits, <code>_</code> and <code>-</code>. Default <code>search_passages</code>.</td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/TasbToolFields.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TasbToolFields = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TasbToolFields as default
};
