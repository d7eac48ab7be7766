import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RejectedPassage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/RejectedPassage.md","filePath":"api/langchain-tasb/interfaces/RejectedPassage.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/RejectedPassage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-rejectedpassage" tabindex="-1">Interface: RejectedPassage <a class="header-anchor" href="#interface-rejectedpassage" aria-label="Permalink to &quot;Interface: RejectedPassage&quot;">​</a></h1><p>A passage that a server did not take.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-id"></a> <code>id</code></td><td><code>string</code></td><td>The passage&#39;s id.</td></tr><tr><td><a id="property-reason"></a> <code>reason</code></td><td><code>string</code></td><td>What the server said.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/RejectedPassage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RejectedPassage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RejectedPassage as default
};
