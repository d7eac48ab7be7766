import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RandomizationOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/RandomizationOptions.md","filePath":"api/langchain-tasb/evaluation/interfaces/RandomizationOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/RandomizationOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-randomizationoptions" tabindex="-1">Interface: RandomizationOptions <a class="header-anchor" href="#interface-randomizationoptions" aria-label="Permalink to &quot;Interface: RandomizationOptions&quot;">​</a></h1><p>Options of <code>pairedRandomizationTest</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-samples"></a> <code>samples?</code></td><td><code>number</code></td><td>How many random assignments of signs. Integer from 1; default 100,000.</td></tr><tr><td><a id="property-seed"></a> <code>seed?</code></td><td><code>number</code></td><td>Seed of the random signs, an integer; the same seed gives the same p. Default 1.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Stops the work.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/RandomizationOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RandomizationOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RandomizationOptions as default
};
