import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: LegReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/LegReport.md","filePath":"api/langchain-tasb/interfaces/LegReport.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/LegReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-legreport" tabindex="-1">Interface: LegReport <a class="header-anchor" href="#interface-legreport" aria-label="Permalink to &quot;Interface: LegReport&quot;">​</a></h1><p>How one leg went.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-count"></a> <code>count</code></td><td><code>number</code></td><td>How many passages it gave.</td></tr><tr><td><a id="property-error"></a> <code>error?</code></td><td>{ <code>code?</code>: <code>string</code>; <code>message</code>: <code>string</code>; }</td><td>Why it failed.</td></tr><tr><td><code>error.code?</code></td><td><code>string</code></td><td>-</td></tr><tr><td><code>error.message</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-leg"></a> <code>leg</code></td><td><a href="./../type-aliases/LegName.html"><code>LegName</code></a></td><td>Which leg.</td></tr><tr><td><a id="property-status"></a> <code>status</code></td><td><code>&quot;ok&quot;</code> | <code>&quot;empty&quot;</code> | <code>&quot;failed&quot;</code></td><td><code>&quot;empty&quot;</code>: it worked and found nothing. <code>&quot;failed&quot;</code>: hybrid went on without it.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/LegReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LegReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LegReport as default
};
