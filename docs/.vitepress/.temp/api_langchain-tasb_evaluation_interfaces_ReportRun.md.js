import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ReportRun","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/ReportRun.md","filePath":"api/langchain-tasb/evaluation/interfaces/ReportRun.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/ReportRun.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-reportrun" tabindex="-1">Interface: ReportRun <a class="header-anchor" href="#interface-reportrun" aria-label="Permalink to &quot;Interface: ReportRun&quot;">​</a></h1><p>An evaluated run with what is known about how it was made.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="./NamedEvaluation.html"><code>NamedEvaluation</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th><th>Inherited from</th></tr></thead><tbody><tr><td><a id="property-evaluation"></a> <code>evaluation</code></td><td><code>readonly</code></td><td><a href="./Evaluation.html"><code>Evaluation</code></a></td><td>What <code>evaluate</code> gave.</td><td><a href="./NamedEvaluation.html"><code>NamedEvaluation</code></a>.<a href="./NamedEvaluation.html#property-evaluation"><code>evaluation</code></a></td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Unique among the runs compared.</td><td><a href="./NamedEvaluation.html"><code>NamedEvaluation</code></a>.<a href="./NamedEvaluation.html#property-name"><code>name</code></a></td></tr><tr><td><a id="property-prepareseconds"></a> <code>prepareSeconds?</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Seconds spent before the first query: reading, embedding, indexing.</td><td>-</td></tr><tr><td><a id="property-seconds"></a> <code>seconds?</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Seconds to answer all queries; absent for runs read from files.</td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/ReportRun.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReportRun = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReportRun as default
};
