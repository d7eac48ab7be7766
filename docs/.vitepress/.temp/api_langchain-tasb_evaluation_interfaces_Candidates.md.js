import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Candidates","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/Candidates.md","filePath":"api/langchain-tasb/evaluation/interfaces/Candidates.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/Candidates.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-candidates" tabindex="-1">Interface: Candidates <a class="header-anchor" href="#interface-candidates" aria-label="Permalink to &quot;Interface: Candidates&quot;">​</a></h1><p>What to re-rank for each query.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-passageids"></a> <code>passageIds</code></td><td><code>readonly</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, readonly <code>string</code>[]&gt;</td><td>Query id → passage ids, in the order of the file.</td></tr><tr><td><a id="property-passages"></a> <code>passages</code></td><td><code>readonly</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>string</code>&gt;</td><td>Passage id → text; a passage that is a candidate of several queries is held once.</td></tr><tr><td><a id="property-queries"></a> <code>queries</code></td><td><code>readonly</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>string</code>&gt;</td><td>Query id → text.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/Candidates.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Candidates = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Candidates as default
};
