import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TasbMetadata","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/TasbMetadata.md","filePath":"api/langchain-tasb/interfaces/TasbMetadata.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/TasbMetadata.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-tasbmetadata" tabindex="-1">Interface: TasbMetadata <a class="header-anchor" href="#interface-tasbmetadata" aria-label="Permalink to &quot;Interface: TasbMetadata&quot;">​</a></h1><p><code>metadata.tasb</code> of a document that a search gave.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-mode"></a> <code>mode</code></td><td><a href="./../type-aliases/SearchMode.html"><code>SearchMode</code></a></td><td>How it was searched.</td></tr><tr><td><a id="property-passage"></a> <code>passage?</code></td><td>{ <code>end</code>: <code>number</code>; <code>id</code>: <code>string</code>; <code>start</code>: <code>number</code>; }</td><td>The found passage in the text, where more than it is returned. See <code>SearchHit.passage</code>.</td></tr><tr><td><code>passage.end</code></td><td><code>number</code></td><td>-</td></tr><tr><td><code>passage.id</code></td><td><code>string</code></td><td>-</td></tr><tr><td><code>passage.start</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-rank"></a> <code>rank</code></td><td><code>number</code></td><td>Place in the final ranking, from 1.</td></tr><tr><td><a id="property-stages"></a> <code>stages</code></td><td>{ <code>bm25?</code>: <a href="./Bm25Stage.html"><code>Bm25Stage</code></a>; <code>dense?</code>: <a href="./DenseStage.html"><code>DenseStage</code></a>; <code>fused?</code>: <a href="./FusedStage.html"><code>FusedStage</code></a>; <code>rerank?</code>: <a href="./DenseStage.html"><code>DenseStage</code></a>; }</td><td>Each stage&#39;s score and rank: <code>dense</code>, <code>bm25</code>, <code>fused</code>, <code>rerank</code>, as far as the mode has them.</td></tr><tr><td><code>stages.bm25?</code></td><td><a href="./Bm25Stage.html"><code>Bm25Stage</code></a></td><td>Modes bm25, hybrid and rerank.</td></tr><tr><td><code>stages.dense?</code></td><td><a href="./DenseStage.html"><code>DenseStage</code></a></td><td>Modes dense and hybrid.</td></tr><tr><td><code>stages.fused?</code></td><td><a href="./FusedStage.html"><code>FusedStage</code></a></td><td>Mode hybrid.</td></tr><tr><td><code>stages.rerank?</code></td><td><a href="./DenseStage.html"><code>DenseStage</code></a></td><td>Mode rerank: the dot product, and the place among the candidates.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/TasbMetadata.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TasbMetadata = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TasbMetadata as default
};
