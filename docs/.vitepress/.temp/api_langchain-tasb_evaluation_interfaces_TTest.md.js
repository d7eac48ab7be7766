import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TTest","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/TTest.md","filePath":"api/langchain-tasb/evaluation/interfaces/TTest.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/TTest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-ttest" tabindex="-1">Interface: TTest <a class="header-anchor" href="#interface-ttest" aria-label="Permalink to &quot;Interface: TTest&quot;">​</a></h1><p>The result of a paired t-test.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-degrees"></a> <code>degrees</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Degrees of freedom, n - 1.</td></tr><tr><td><a id="property-interval"></a> <code>interval</code></td><td><code>readonly</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>95 % confidence interval of the mean difference.</td></tr><tr><td><a id="property-p"></a> <code>p</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Two-sided.</td></tr><tr><td><a id="property-t"></a> <code>t</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Mean difference / its standard error. 0 where there is no difference at all.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/TTest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TTest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TTest as default
};
