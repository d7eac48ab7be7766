import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RetrievedDocument","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/RetrievedDocument.md","filePath":"api/langchain-tasb/evaluation/interfaces/RetrievedDocument.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/RetrievedDocument.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-retrieveddocument" tabindex="-1">Interface: RetrievedDocument <a class="header-anchor" href="#interface-retrieveddocument" aria-label="Permalink to &quot;Interface: RetrievedDocument&quot;">​</a></h1><p>What is looked at of a retrieved document.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-id"></a> <code>id?</code></td><td><code>readonly</code></td><td><code>string</code></td><td>What the judgments are looked up by; where absent, the metadata&#39;s <code>id</code>.</td></tr><tr><td><a id="property-metadata"></a> <code>metadata</code></td><td><code>readonly</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;</td><td>May hold the <code>id</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/RetrievedDocument.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RetrievedDocument = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RetrievedDocument as default
};
