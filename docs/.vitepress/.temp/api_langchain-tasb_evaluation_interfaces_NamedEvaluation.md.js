import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: NamedEvaluation","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/NamedEvaluation.md","filePath":"api/langchain-tasb/evaluation/interfaces/NamedEvaluation.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/NamedEvaluation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-namedevaluation" tabindex="-1">Interface: NamedEvaluation <a class="header-anchor" href="#interface-namedevaluation" aria-label="Permalink to &quot;Interface: NamedEvaluation&quot;">​</a></h1><p>An evaluated run with its name.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./ReportRun.html"><code>ReportRun</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-evaluation"></a> <code>evaluation</code></td><td><code>readonly</code></td><td><a href="./Evaluation.html"><code>Evaluation</code></a></td><td>What <code>evaluate</code> gave.</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Unique among the runs compared.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/NamedEvaluation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const NamedEvaluation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  NamedEvaluation as default
};
