import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: AddDocumentsOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/AddDocumentsOptions.md","filePath":"api/langchain-tasb/interfaces/AddDocumentsOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/AddDocumentsOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-adddocumentsoptions" tabindex="-1">Interface: AddDocumentsOptions <a class="header-anchor" href="#interface-adddocumentsoptions" aria-label="Permalink to &quot;Interface: AddDocumentsOptions&quot;">​</a></h1><p>Options of adding documents.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-ids"></a> <code>ids?</code></td><td>(<code>string</code> | <code>undefined</code>)[]</td><td>One id per document; wins over the documents&#39; own. An id that is stored already is replaced. Default: the documents&#39; own ids, random ones where they have none.</td></tr><tr><td><a id="property-onprogress"></a> <code>onProgress?</code></td><td>(<code>done</code>, <code>total</code>) =&gt; <code>void</code></td><td>Called with the number of texts embedded so far and of all.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work; nothing is added then.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/AddDocumentsOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AddDocumentsOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AddDocumentsOptions as default
};
