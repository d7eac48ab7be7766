import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TasbRecordManagerFields","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/TasbRecordManagerFields.md","filePath":"api/langchain-tasb/interfaces/TasbRecordManagerFields.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/TasbRecordManagerFields.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-tasbrecordmanagerfields" tabindex="-1">Interface: TasbRecordManagerFields <a class="header-anchor" href="#interface-tasbrecordmanagerfields" aria-label="Permalink to &quot;Interface: TasbRecordManagerFields&quot;">​</a></h1><p>What a record manager is made with.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-store"></a> <code>store</code></td><td><a href="./../classes/TasbVectorStore.html"><code>TasbVectorStore</code></a></td><td>The store that is indexed.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/TasbRecordManagerFields.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TasbRecordManagerFields = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TasbRecordManagerFields as default
};
