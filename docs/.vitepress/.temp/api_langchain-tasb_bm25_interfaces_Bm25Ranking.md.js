import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Bm25Ranking","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/Bm25Ranking.md","filePath":"api/langchain-tasb/bm25/interfaces/Bm25Ranking.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/Bm25Ranking.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-bm25ranking" tabindex="-1">Interface: Bm25Ranking <a class="header-anchor" href="#interface-bm25ranking" aria-label="Permalink to &quot;Interface: Bm25Ranking&quot;">​</a></h1><p>Best first: score descending, then sequence ascending.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-scores"></a> <code>scores</code></td><td><code>readonly</code></td><td><code>Float32Array</code></td><td>Theirs, [n].</td></tr><tr><td><a id="property-sequences"></a> <code>sequences</code></td><td><code>readonly</code></td><td><code>Uint32Array</code></td><td>Of the passages found, [n].</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/Bm25Ranking.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Bm25Ranking = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Bm25Ranking as default
};
