import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: LongPassageReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/LongPassageReport.md","filePath":"api/langchain-tasb/interfaces/LongPassageReport.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/LongPassageReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-longpassagereport" tabindex="-1">Interface: LongPassageReport <a class="header-anchor" href="#interface-longpassagereport" aria-label="Permalink to &quot;Interface: LongPassageReport&quot;">​</a></h1><p>How many of the texts of one call were longer than the encoder reads, and what became of them.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-long"></a> <code>long</code></td><td><code>number</code></td><td>Those that were longer than <code>maxPassageTokens</code>.</td></tr><tr><td><a id="property-texts"></a> <code>texts</code></td><td><code>number</code></td><td>Texts of the call.</td></tr><tr><td><a id="property-truncated"></a> <code>truncated</code></td><td><code>number</code></td><td>Those of which a part was not read: <code>&quot;first&quot;</code> and <code>&quot;truncate&quot;</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/LongPassageReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LongPassageReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LongPassageReport as default
};
