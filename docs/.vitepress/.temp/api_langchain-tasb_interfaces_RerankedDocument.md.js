import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RerankedDocument","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/RerankedDocument.md","filePath":"api/langchain-tasb/interfaces/RerankedDocument.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/RerankedDocument.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-rerankeddocument" tabindex="-1">Interface: RerankedDocument <a class="header-anchor" href="#interface-rerankeddocument" aria-label="Permalink to &quot;Interface: RerankedDocument&quot;">​</a></h1><p>One document&#39;s new score.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-index"></a> <code>index</code></td><td><code>number</code></td><td>Which of the documents given, from 0.</td></tr><tr><td><a id="property-relevancescore"></a> <code>relevanceScore</code></td><td><code>number</code></td><td>Dot product of query and document; larger is better.</td></tr><tr><td><a id="property-window"></a> <code>window?</code></td><td><code>number</code></td><td>Which of its windows that was, from 0, where the document is read in several.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/RerankedDocument.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RerankedDocument = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RerankedDocument as default
};
