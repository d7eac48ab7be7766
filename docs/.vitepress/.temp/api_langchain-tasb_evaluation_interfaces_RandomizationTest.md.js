import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RandomizationTest","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/RandomizationTest.md","filePath":"api/langchain-tasb/evaluation/interfaces/RandomizationTest.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/RandomizationTest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-randomizationtest" tabindex="-1">Interface: RandomizationTest <a class="header-anchor" href="#interface-randomizationtest" aria-label="Permalink to &quot;Interface: RandomizationTest&quot;">​</a></h1><p>The result of a paired randomization test.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-exact"></a> <code>exact</code></td><td><code>readonly</code></td><td><code>boolean</code></td><td>Whether every assignment was looked at, so that p has no sampling error.</td></tr><tr><td><a id="property-p"></a> <code>p</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Two-sided.</td></tr><tr><td><a id="property-samples"></a> <code>samples</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Assignments looked at: all 2^n where <code>exact</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/RandomizationTest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RandomizationTest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RandomizationTest as default
};
